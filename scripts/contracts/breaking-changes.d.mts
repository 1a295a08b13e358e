export function breaksOfOpenApi(before: object, after: object): string[];
export function breaksOfOpenRpc(before: object, after: object): string[];
export function breaksOfSdl(before: string, after: string): string[];
