// What the server answered when the examples were recorded last (npm run examples). Not to be edited: a test compares.
import type { RecordedProblem, RecordedRequest } from './example.js';

export const recordedRequests: Readonly<Record<string, readonly RecordedRequest[]>> = {
  "createCollection": [
    {"name":"A collection whose items everybody may read","request":"POST /v1/collections","body":{"_id":"GameScore","defaultPublicPermission":"r"},"status":201,"reply":{"_id":"GameScore","isInsertable":false,"defaultPublicPermission":"r"}},
  ],
  "listCollections": [
    {"name":"All collections","request":"GET /v1/collections","status":200,"reply":{"items":[{"_id":"GameScore","isInsertable":false,"defaultPublicPermission":"r"}]}},
  ],
  "configureCollection": [
    {"name":"Apps may insert","request":"PATCH /v1/collections/GameScore","body":{"isInsertable":true},"status":204},
  ],
  "getCollection": [
    {"name":"What is set","request":"GET /v1/collections/GameScore","status":200,"reply":{"_id":"GameScore","isInsertable":true,"defaultPublicPermission":"r"}},
  ],
  "createUser": [
    {"name":"A user with properties","request":"POST /v1/users","body":{"username":"ann","password":"correct-horse","properties":{"age":31,"country":"NZ"}},"status":201,"reply":{"_id":"u00000000-0000-4000-8000-000000000001","_username":"ann","_createdAt":1767225603000,"_updatedAt":1767225603000,"age":31,"country":"NZ"}},
    {"name":"A user without properties","request":"POST /v1/users","body":{"username":"ben","password":"battery-staple"},"status":201,"reply":{"_id":"u00000000-0000-4000-8000-000000000002","_username":"ben","_createdAt":1767225604000,"_updatedAt":1767225604000}},
  ],
  "listUsers": [
    {"name":"All users","request":"GET /v1/users","status":200,"reply":{"items":[{"_id":"u00000000-0000-4000-8000-000000000001","_username":"ann","_createdAt":1767225603000,"_updatedAt":1767225603000,"age":31,"country":"NZ"},{"_id":"u00000000-0000-4000-8000-000000000002","_username":"ben","_createdAt":1767225604000,"_updatedAt":1767225604000}],"totalItems":2}},
    {"name":"The users of a query","request":"GET /v1/users?userQuery=age+%3E+%3F+%26%26+country+%3D%3D+%22NZ%22&userQueryBindParams=%5B20%5D","status":200,"reply":{"items":[{"_id":"u00000000-0000-4000-8000-000000000001","_username":"ann","_createdAt":1767225603000,"_updatedAt":1767225603000,"age":31,"country":"NZ"}],"totalItems":1}},
  ],
  "getUser": [
    {"name":"One user","request":"GET /v1/users/u00000000-0000-4000-8000-000000000001","status":200,"reply":{"_id":"u00000000-0000-4000-8000-000000000001","_username":"ann","_createdAt":1767225603000,"_updatedAt":1767225603000,"age":31,"country":"NZ"}},
  ],
  "updateUser": [
    {"name":"One property changes","request":"PATCH /v1/users/u00000000-0000-4000-8000-000000000001","body":{"age":32},"status":204},
    {"name":"One property changes","request":"PATCH /v1/users/u00000000-0000-4000-8000-000000000001","body":{"age":32},"status":200,"reply":{"_id":"u00000000-0000-4000-8000-000000000001","_username":"ann","_createdAt":1767225603000,"_updatedAt":1767225605001,"age":32,"country":"NZ"}},
  ],
  "setUserPassword": [
    {"name":"A new password","request":"PUT /v1/users/u00000000-0000-4000-8000-000000000001/password","body":{"password":"stapled-battery"},"status":204},
  ],
  "verifyUserPassword": [
    {"name":"The right password","request":"POST /v1/users/verify-password","body":{"username":"ann","password":"stapled-battery"},"status":200,"reply":{"user":{"_id":"u00000000-0000-4000-8000-000000000001","_username":"ann","_createdAt":1767225603000,"_updatedAt":1767225605001,"age":32,"country":"NZ"}}},
    {"name":"A wrong password","request":"POST /v1/users/verify-password","body":{"username":"ann","password":"correct-horse"},"status":200,"reply":{"user":null}},
  ],
  "listUserPropertyNames": [
    {"name":"What users have","request":"GET /v1/users/property-names","status":200,"reply":{"names":["age","country"]}},
  ],
  "createItem": [
    {"name":"An item with an owner","request":"POST /v1/collections/GameScore/items?ownerUserOid=u00000000-0000-4000-8000-000000000001","body":{"player":"ann","score":120},"status":201,"reply":{"_id":"i00000000-0000-4000-8000-000000000003","player":"ann","score":120,"_ownerUserOid":"u00000000-0000-4000-8000-000000000001","_ownerDeviceOid":null,"_createdAt":1767225609000,"_updatedAt":1767225609000,"_permission":{"public":"r"}}},
    {"name":"An item with anything in it","request":"POST /v1/collections/GameScore/items","body":{"player":"ben","score":95,"rounds":[{"level":1,"seconds":41.5}]},"status":201,"reply":{"_id":"i00000000-0000-4000-8000-000000000004","player":"ben","score":95,"rounds":[{"level":1,"seconds":41.5}],"_ownerUserOid":null,"_ownerDeviceOid":null,"_createdAt":1767225610000,"_updatedAt":1767225610000,"_permission":{"public":"r"}}},
  ],
  "listItems": [
    {"name":"All items","request":"GET /v1/collections/GameScore/items","status":200,"reply":{"items":[{"_id":"i00000000-0000-4000-8000-000000000003","player":"ann","score":120,"_ownerUserOid":"u00000000-0000-4000-8000-000000000001","_ownerDeviceOid":null,"_createdAt":1767225609000,"_updatedAt":1767225609000,"_permission":{"public":"r"}},{"_id":"i00000000-0000-4000-8000-000000000004","player":"ben","score":95,"rounds":[{"level":1,"seconds":41.5}],"_ownerUserOid":null,"_ownerDeviceOid":null,"_createdAt":1767225610000,"_updatedAt":1767225610000,"_permission":{"public":"r"}}],"totalItems":2}},
    {"name":"The best scores of a query","request":"GET /v1/collections/GameScore/items?sortProperty=score&sortOrder=desc&propertyNames=player%2Cscore&query=score+%3E%3D+%3F&bindParams=%5B100%5D","status":200,"reply":{"items":[{"_id":"i00000000-0000-4000-8000-000000000003","player":"ann","score":120,"_ownerUserOid":"u00000000-0000-4000-8000-000000000001","_ownerDeviceOid":null,"_createdAt":1767225609000,"_updatedAt":1767225609000,"_permission":{"public":"r"}}],"totalItems":1}},
  ],
  "getItem": [
    {"name":"One item","request":"GET /v1/collections/GameScore/items/i00000000-0000-4000-8000-000000000003","status":200,"reply":{"_id":"i00000000-0000-4000-8000-000000000003","player":"ann","score":120,"_ownerUserOid":"u00000000-0000-4000-8000-000000000001","_ownerDeviceOid":null,"_createdAt":1767225609000,"_updatedAt":1767225609000,"_permission":{"public":"r"}}},
  ],
  "updateItem": [
    {"name":"One property changes","request":"PATCH /v1/collections/GameScore/items/i00000000-0000-4000-8000-000000000003","body":{"score":140},"status":204},
    {"name":"One property changes","request":"PATCH /v1/collections/GameScore/items/i00000000-0000-4000-8000-000000000003","body":{"score":140},"status":200,"reply":{"_id":"i00000000-0000-4000-8000-000000000003","player":"ann","score":140,"_ownerUserOid":"u00000000-0000-4000-8000-000000000001","_ownerDeviceOid":null,"_createdAt":1767225609000,"_updatedAt":1767225611001,"_permission":{"public":"r"}}},
  ],
  "setItemPermission": [
    {"name":"Everybody reads, one user writes","request":"PUT /v1/collections/GameScore/items/i00000000-0000-4000-8000-000000000003/permission","body":{"public":"r","u00000000-0000-4000-8000-000000000001":"rw"},"status":204},
  ],
  "getItemPermission": [
    {"name":"Who may do what","request":"GET /v1/collections/GameScore/items/i00000000-0000-4000-8000-000000000003/permission","status":200,"reply":{"public":"r","u00000000-0000-4000-8000-000000000001":"rw"}},
  ],
  "listItemPropertyNames": [
    {"name":"What items have","request":"GET /v1/collections/GameScore/property-names","status":200,"reply":{"names":["player","rounds","score"]}},
  ],
  "registerDevice": [
    {"name":"An Android phone","request":"PUT /v1/push/demo/devices/pixel-8","body":{"platform":"android","buildType":"release","token":"the-token-that-fcm-gave-the-app","userOid":"u00000000-0000-4000-8000-000000000001","version":"1.4.0"},"status":204},
  ],
  "listDevices": [
    {"name":"All devices","request":"GET /v1/push/demo/devices","status":200,"reply":{"items":[{"_id":"pixel-8","platform":"android","buildType":"release","userOid":"u00000000-0000-4000-8000-000000000001","version":"1.4.0","_createdAt":1767225613000,"_updatedAt":1767225613000}],"totalItems":1}},
  ],
  "sendPush": [
    {"name":"To the devices of one user","request":"POST /v1/push/demo/notifications","body":{"platform":"android","buildType":"release","message":"A new season begins.","title":"GameScore","extra_json":{"season":7},"userOidList":["u00000000-0000-4000-8000-000000000001"]},"status":202,"reply":{"queueIdList":["00000000-0000-4000-8000-000000000005"]}},
    {"name":"How many it would go to","request":"POST /v1/push/demo/notifications","body":{"platform":"android","buildType":"release","message":"A new season begins.","validateOnly":true},"status":202,"reply":{"queueIdList":[],"numTarget":1}},
    {"name":"Not before the year 2100","request":"POST /v1/push/demo/notifications","body":{"platform":"android","buildType":"release","message":"A new season begins.","scheduleAt":4102444800000},"status":202,"reply":{"queueIdList":["00000000-0000-4000-8000-000000000006"]}},
  ],
  "getPushStatus": [
    {"name":"A push that is done","request":"GET /v1/push/demo/notifications/00000000-0000-4000-8000-000000000005","status":200,"reply":{"status":"finish","numTarget":1,"numPushed":1,"numFailed":0,"createdAt":1767225614000,"pushStartedAt":1767225614000,"pushFinishedAt":1767225614000}},
  ],
  "listPushRecipients": [
    {"name":"Whom it reached","request":"GET /v1/push/demo/notifications/00000000-0000-4000-8000-000000000005/recipients?outcome=delivered","status":200,"reply":{"items":[{"_id":"pixel-8","reason":null,"tries":1,"settledAt":1767225614000}],"totalItems":1}},
  ],
  "cancelPush": [
    {"name":"Not even then","request":"POST /v1/push/demo/notifications/00000000-0000-4000-8000-000000000006/cancel","status":204},
  ],
  "unregisterDevice": [
    {"name":"A phone that is gone","request":"DELETE /v1/push/demo/devices/pixel-8","status":204},
  ],
  "createKey": [
    {"name":"A key that reads one collection","request":"POST /v1/keys","body":{"name":"ci","scopes":["items:read:GameScore"],"cidrs":["10.0.0.0/8"],"expires":"90d"},"status":201,"reply":{"key":"this-is-no-key-but-an-example-of-how-one-is","name":"ci","scopes":["items:read:GameScore"],"cidrs":["10.0.0.0/8"],"createdAt":1767225619000,"expiresAt":1775001619000,"lastUsedAt":null}},
  ],
  "listKeys": [
    {"name":"All keys","request":"GET /v1/keys","status":200,"reply":{"items":[{"name":"ci","scopes":["items:read:GameScore"],"cidrs":["10.0.0.0/8"],"createdAt":1767225619000,"expiresAt":1775001619000,"lastUsedAt":null}]}},
  ],
  "revokeKey": [
    {"name":"A key that is not needed any more","request":"DELETE /v1/keys/ci","status":204},
  ],
  "deleteItems": [
    {"name":"One item","request":"POST /v1/collections/GameScore/items/batch-delete","body":{"idList":["i00000000-0000-4000-8000-000000000003"]},"status":204},
  ],
  "deleteItem": [
    {"name":"One item","request":"DELETE /v1/collections/GameScore/items/i00000000-0000-4000-8000-000000000003","status":204},
  ],
  "deleteUsers": [
    {"name":"One user","request":"POST /v1/users/batch-delete","body":{"idList":["u00000000-0000-4000-8000-000000000001"]},"status":204},
  ],
  "deleteUser": [
    {"name":"One user","request":"DELETE /v1/users/u00000000-0000-4000-8000-000000000001","status":204},
  ],
  "dropCollection": [
    {"name":"A collection with its items","request":"DELETE /v1/collections/GameScore","status":204},
  ],
};

export const recordedProblems: Readonly<Record<string, RecordedProblem>> = {
  "not-found": {"type":"/problems/not-found","title":"Not found","status":404,"detail":"id: User not found.","instance":"00000000-0000-4000-8000-000000000001","rpc":{"code":-32602,"method":"User.get","data":{"_id":"User not found."}},"errors":[{"name":"id","detail":"User not found."}]},
  "already-exists": {"type":"/problems/already-exists","title":"Already exists","status":409,"detail":"_id: Collection already exists.","instance":"00000000-0000-4000-8000-000000000001","rpc":{"code":-32602,"method":"Collection.create","data":{"_id":"Collection already exists."}},"errors":[{"name":"_id","detail":"Collection already exists."}]},
  "invalid-params": {"type":"/problems/invalid-params","title":"Invalid parameters","status":400,"detail":"itemInPage: Unknown; did you mean \"itemsInPage\"? Known are page, itemsInPage, sortProperty, sortOrder, propertyNames, nameFilter, userQuery, userQueryBindParams. page: Must be between 1 and 1000000.","instance":"00000000-0000-4000-8000-000000000001","errors":[{"name":"itemInPage","detail":"Unknown; did you mean \"itemsInPage\"? Known are page, itemsInPage, sortProperty, sortOrder, propertyNames, nameFilter, userQuery, userQueryBindParams."},{"name":"page","detail":"Must be between 1 and 1000000."}]},
  "method-not-supported": {"type":"/problems/method-not-supported","title":"Not supported","status":501,"detail":"Not supported.","instance":"00000000-0000-4000-8000-000000000001","rpc":{"code":-32601,"method":"User.list"}},
  "bad-upstream": {"type":"/problems/bad-upstream","title":"Bad answer from the upstream","status":502,"detail":"Bad answer from the upstream.","instance":"00000000-0000-4000-8000-000000000001"},
  "internal": {"type":"/problems/internal","title":"Internal error","status":500,"detail":"Internal error.","instance":"00000000-0000-4000-8000-000000000001","rpc":{"code":-32603,"method":"User.get"}},
  "unauthenticated": {"type":"/problems/unauthenticated","title":"API key missing or invalid","status":401,"detail":"Send a valid API key as X-Monaca-Backend-Management-API-Key, or as Authorization: Bearer KEY.","instance":"00000000-0000-4000-8000-000000000001"},
  "upstream-key-refused": {"type":"/problems/upstream-key-refused","title":"The upstream refused the gateway’s key","status":502,"detail":"The upstream refused the gateway’s key.","instance":"00000000-0000-4000-8000-000000000001","rpc":{"code":4,"method":"User.list"}},
  "invalid-operation": {"type":"/problems/invalid-operation","title":"Invalid operation","status":409,"detail":"queueId: The push has finished.","instance":"00000000-0000-4000-8000-000000000001","rpc":{"code":13,"method":"Push.cancel","data":{"queueId":"The push has finished."}},"errors":[{"name":"queueId","detail":"The push has finished."}]},
  "forbidden": {"type":"/problems/forbidden","title":"Permission denied","status":403,"detail":"The key lacks the scope users:read.","instance":"00000000-0000-4000-8000-000000000001","rpc":{"code":14,"method":"User.list","data":{"scopes":["users:read"]}}},
  "too-many-requests": {"type":"/problems/too-many-requests","title":"Too many requests","status":429,"detail":"The key has used up its calls of this minute.","instance":"00000000-0000-4000-8000-000000000001"},
  "application-error": {"type":"/problems/application-error","title":"Application error","status":422,"detail":"The season is over.","instance":"00000000-0000-4000-8000-000000000001","rpc":{"code":10001,"method":"User.list"}},
  "upstream-unavailable": {"type":"/problems/upstream-unavailable","title":"Upstream unavailable","status":503,"detail":"Upstream unavailable.","instance":"00000000-0000-4000-8000-000000000001"},
  "upstream-timeout": {"type":"/problems/upstream-timeout","title":"Upstream timed out","status":504,"detail":"Upstream timed out.","instance":"00000000-0000-4000-8000-000000000001"},
  "malformed-body": {"type":"/problems/malformed-body","title":"Malformed body","status":400,"detail":"The body is not JSON (at position 20).","instance":"00000000-0000-4000-8000-000000000001"},
  "unknown-route": {"type":"/problems/unknown-route","title":"Unknown route","status":404,"detail":"There is nothing at \"/v1/user\". Did you mean \"/v1/users\"?","instance":"00000000-0000-4000-8000-000000000001"},
  "method-not-allowed": {"type":"/problems/method-not-allowed","title":"Method not allowed","status":405,"detail":"DELETE is not possible here, only GET, HEAD, POST.","instance":"00000000-0000-4000-8000-000000000001"},
  "not-acceptable": {"type":"/problems/not-acceptable","title":"Not acceptable","status":406,"detail":"Replies are application/json; accept that, or anything.","instance":"00000000-0000-4000-8000-000000000001"},
  "too-large": {"type":"/problems/too-large","title":"Too large","status":413,"detail":"The body is larger than 5242880 bytes.","instance":"00000000-0000-4000-8000-000000000001"},
  "unsupported-media-type": {"type":"/problems/unsupported-media-type","title":"Unsupported media type","status":415,"detail":"Send the body as Content-Type: application/json.","instance":"00000000-0000-4000-8000-000000000001"},
  "overloaded": {"type":"/problems/overloaded","title":"Overloaded","status":503,"detail":"Overloaded.","instance":"00000000-0000-4000-8000-000000000001"},
};

export const recordedHeaders: Readonly<Record<string, string>> = {
  "X-Request-Id": "00000000-0000-4000-8000-000000000001",
  "WWW-Authenticate": "Bearer",
  "Retry-After": "2",
  "Access-Control-Allow-Origin": "https://app.example.com",
  "RateLimit": "\"key\";r=5999;t=60",
  "RateLimit-Policy": "\"key\";q=6000;w=60",
  "Location": "/v1/collections/GameScore",
  "Link": "</v1/users?page=1>; rel=\"first\", </v1/users?page=1>; rel=\"last\"",
  "X-Total-Count": "2",
  "Preference-Applied": "return=representation",
};
