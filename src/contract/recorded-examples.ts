// What the server answered when the examples were recorded last (npm run examples). Not to be edited: a test compares.
import type { RecordedCall, RecordedError } from './example.js';

export const recordedCalls: Readonly<Record<string, readonly RecordedCall[]>> = {
  "Collection.create": [
    {"name":"A collection whose items everybody may read","params":{"_id":"GameScore","defaultPublicPermission":"r"},"result":"OK"},
  ],
  "Collection.list": [
    {"name":"All collections","params":{},"result":{"items":[{"_id":"GameScore","isInsertable":false,"defaultPublicPermission":"r"}]}},
  ],
  "Collection.setConfig": [
    {"name":"Apps may insert","params":{"_id":"GameScore","isInsertable":true},"result":"OK"},
  ],
  "Collection.getConfig": [
    {"name":"What is set","params":{"_id":"GameScore"},"result":{"config":{"_id":"GameScore","isInsertable":true,"defaultPublicPermission":"r"}}},
  ],
  "User.create": [
    {"name":"A user with properties","params":{"username":"ann","password":"correct-horse","properties":{"age":31,"country":"NZ"}},"result":{"user":{"_id":"u00000000-0000-4000-8000-000000000001","_username":"ann","_createdAt":1767225603000,"_updatedAt":1767225603000,"age":31,"country":"NZ"}}},
    {"name":"A user without properties","params":{"username":"ben","password":"battery-staple"},"result":{"user":{"_id":"u00000000-0000-4000-8000-000000000002","_username":"ben","_createdAt":1767225604000,"_updatedAt":1767225604000}}},
  ],
  "User.list": [
    {"name":"All users","params":{},"result":{"items":[{"_id":"u00000000-0000-4000-8000-000000000001","_username":"ann","_createdAt":1767225603000,"_updatedAt":1767225603000,"age":31,"country":"NZ"},{"_id":"u00000000-0000-4000-8000-000000000002","_username":"ben","_createdAt":1767225604000,"_updatedAt":1767225604000}],"totalItems":2}},
    {"name":"The users of a query","params":{"userQuery":"age > ? && country == \"NZ\"","userQueryBindParams":[20]},"result":{"items":[{"_id":"u00000000-0000-4000-8000-000000000001","_username":"ann","_createdAt":1767225603000,"_updatedAt":1767225603000,"age":31,"country":"NZ"}],"totalItems":1}},
  ],
  "User.get": [
    {"name":"One user","params":{"_id":"u00000000-0000-4000-8000-000000000001"},"result":{"user":{"_id":"u00000000-0000-4000-8000-000000000001","_username":"ann","_createdAt":1767225603000,"_updatedAt":1767225603000,"age":31,"country":"NZ"}}},
  ],
  "User.update": [
    {"name":"One property changes","params":{"_id":"u00000000-0000-4000-8000-000000000001","user":{"age":32}},"result":"OK"},
  ],
  "User.setPassword": [
    {"name":"A new password","params":{"_id":"u00000000-0000-4000-8000-000000000001","password":"stapled-battery"},"result":"OK"},
  ],
  "User.verifyPassword": [
    {"name":"The right password","params":{"username":"ann","password":"stapled-battery"},"result":{"user":{"_id":"u00000000-0000-4000-8000-000000000001","_username":"ann","_createdAt":1767225603000,"_updatedAt":1767225605000,"age":32,"country":"NZ"}}},
    {"name":"A wrong password","params":{"username":"ann","password":"correct-horse"},"result":{"user":null}},
  ],
  "User.getPropertyNames": [
    {"name":"What users have","params":{},"result":{"names":["age","country"]}},
  ],
  "CollectionItem.create": [
    {"name":"An item with an owner","params":{"collectionName":"GameScore","item":{"player":"ann","score":120},"ownerUserOid":"u00000000-0000-4000-8000-000000000001"},"result":{"item":{"_id":"i00000000-0000-4000-8000-000000000003","player":"ann","score":120,"_ownerUserOid":"u00000000-0000-4000-8000-000000000001","_ownerDeviceOid":null,"_createdAt":1767225609000,"_updatedAt":1767225609000,"_permission":{"public":"r"}}}},
    {"name":"An item with anything in it","params":{"collectionName":"GameScore","item":{"player":"ben","score":95,"rounds":[{"level":1,"seconds":41.5}]}},"result":{"item":{"_id":"i00000000-0000-4000-8000-000000000004","player":"ben","score":95,"rounds":[{"level":1,"seconds":41.5}],"_ownerUserOid":null,"_ownerDeviceOid":null,"_createdAt":1767225610000,"_updatedAt":1767225610000,"_permission":{"public":"r"}}}},
  ],
  "CollectionItem.list": [
    {"name":"All items","params":{"collectionName":"GameScore"},"result":{"items":[{"_id":"i00000000-0000-4000-8000-000000000003","player":"ann","score":120,"_ownerUserOid":"u00000000-0000-4000-8000-000000000001","_ownerDeviceOid":null,"_createdAt":1767225609000,"_updatedAt":1767225609000,"_permission":{"public":"r"}},{"_id":"i00000000-0000-4000-8000-000000000004","player":"ben","score":95,"rounds":[{"level":1,"seconds":41.5}],"_ownerUserOid":null,"_ownerDeviceOid":null,"_createdAt":1767225610000,"_updatedAt":1767225610000,"_permission":{"public":"r"}}],"totalItems":2}},
    {"name":"The best scores of a query","params":{"sortProperty":"score","sortOrder":"desc","propertyNames":["player","score"],"collectionName":"GameScore","query":"score >= ?","bindParams":[100]},"result":{"items":[{"_id":"i00000000-0000-4000-8000-000000000003","player":"ann","score":120,"_ownerUserOid":"u00000000-0000-4000-8000-000000000001","_ownerDeviceOid":null,"_createdAt":1767225609000,"_updatedAt":1767225609000,"_permission":{"public":"r"}}],"totalItems":1}},
  ],
  "CollectionItem.get": [
    {"name":"One item","params":{"collectionName":"GameScore","_id":"i00000000-0000-4000-8000-000000000003"},"result":{"item":{"_id":"i00000000-0000-4000-8000-000000000003","player":"ann","score":120,"_ownerUserOid":"u00000000-0000-4000-8000-000000000001","_ownerDeviceOid":null,"_createdAt":1767225609000,"_updatedAt":1767225609000,"_permission":{"public":"r"}}}},
  ],
  "CollectionItem.update": [
    {"name":"One property changes","params":{"collectionName":"GameScore","_id":"i00000000-0000-4000-8000-000000000003","item":{"score":140}},"result":"OK"},
  ],
  "CollectionItem.setPermission": [
    {"name":"Everybody reads, one user writes","params":{"collectionName":"GameScore","_id":"i00000000-0000-4000-8000-000000000003","permission":{"public":"r","u00000000-0000-4000-8000-000000000001":"rw"}},"result":"OK"},
  ],
  "CollectionItem.getPermission": [
    {"name":"Who may do what","params":{"collectionName":"GameScore","_id":"i00000000-0000-4000-8000-000000000003"},"result":{"permission":{"public":"r","u00000000-0000-4000-8000-000000000001":"rw"}}},
  ],
  "Collection.getPropertyNames": [
    {"name":"What items have","params":{"_id":"GameScore"},"result":{"names":["player","rounds","score"]}},
  ],
  "Device.register": [
    {"name":"An Android phone","params":{"pushProjectId":"demo","deviceId":"pixel-8","platform":"android","buildType":"release","token":"the-token-that-fcm-gave-the-app","userOid":"u00000000-0000-4000-8000-000000000001","version":"1.4.0"},"result":"OK"},
  ],
  "Device.list": [
    {"name":"All devices","params":{"pushProjectId":"demo"},"result":{"items":[{"_id":"pixel-8","platform":"android","buildType":"release","userOid":"u00000000-0000-4000-8000-000000000001","version":"1.4.0","_createdAt":1767225613000,"_updatedAt":1767225613000}],"totalItems":1}},
  ],
  "Push.send": [
    {"name":"To the devices of one user","params":{"pushProjectId":"demo","platform":"android","buildType":"release","title":"GameScore","message":"A new season begins.","extra_json":{"season":7},"userOidList":["u00000000-0000-4000-8000-000000000001"]},"result":{"queueIdList":["00000000-0000-4000-8000-000000000005"]}},
    {"name":"How many it would go to","params":{"pushProjectId":"demo","platform":"android","buildType":"release","message":"A new season begins.","validateOnly":true},"result":{"queueIdList":[],"numTarget":1}},
    {"name":"Not before the year 2100","params":{"pushProjectId":"demo","platform":"android","buildType":"release","message":"A new season begins.","scheduleAt":4102444800000},"result":{"queueIdList":["00000000-0000-4000-8000-000000000006"]}},
  ],
  "Push.status": [
    {"name":"A push that is done","params":{"pushProjectId":"demo","queueId":"00000000-0000-4000-8000-000000000005"},"result":{"status":"finish","numTarget":1,"numPushed":1,"numFailed":0,"createdAt":1767225614000,"pushStartedAt":1767225614000,"pushFinishedAt":1767225614000}},
  ],
  "Push.getRecipients": [
    {"name":"Whom it reached","params":{"pushProjectId":"demo","queueId":"00000000-0000-4000-8000-000000000005","outcome":"delivered"},"result":{"items":[{"_id":"pixel-8","reason":null,"tries":1,"settledAt":1767225614000}],"totalItems":1}},
  ],
  "Push.cancel": [
    {"name":"Not even then","params":{"pushProjectId":"demo","queueId":"00000000-0000-4000-8000-000000000006"},"result":"OK"},
  ],
  "Device.unregister": [
    {"name":"A phone that is gone","params":{"pushProjectId":"demo","deviceId":"pixel-8"},"result":"OK"},
  ],
  "CollectionItem.delete": [
    {"name":"One item","params":{"collectionName":"GameScore","idList":["i00000000-0000-4000-8000-000000000003"]},"result":"OK"},
  ],
  "User.delete": [
    {"name":"One user","params":{"idList":["u00000000-0000-4000-8000-000000000001"]},"result":"OK"},
  ],
  "Collection.drop": [
    {"name":"A collection with its items","params":{"_id":"GameScore"},"result":"OK"},
  ],
  "rpc.discover": [
    {"name":"The document, here without its methods","params":{},"result":{"openrpc":"1.3.2","info":{"title":"Management API","version":"1.0.0","description":"Administers the users, collections, items and push notifications of a backend over JSON-RPC 2.0.\n\nEach method lists the errors with which its calls can be answered. Before the method is looked at, any request can be answered -32700, -32600 or -32601, and a call of a batch whose replies have become too large 13. `message` and `data` of an error are an example; the schemas `InvalidParamsData`, `InvalidOperationData` and `PermissionDeniedData` say what `data` can be; errors with other codes have none. What the codes mean and what to do is told at /problems. Every example was recorded from a server that ran.","license":{"name":"MIT"}}}},
  ],
};

export const recordedErrors: Readonly<Record<string, RecordedError>> = {
  "4": {"code":4,"message":"API key invalid"},
  "13": {"code":13,"message":"Invalid operation","data":{"queueId":"The push has finished."}},
  "14": {"code":14,"message":"Permission denied","data":{"scopes":["users:read"]}},
  "9999": {"code":9999,"message":"Call limit exceeded"},
  "-32602": {"code":-32602,"message":"Invalid params","data":{"collectionName":"Collection not found."}},
  "-32603": {"code":-32603,"message":"Internal error"},
};
