// SPDX-License-Identifier: GPL-3.0-or-later
// mockttp as its manual starts it: every request is recorded and answered 200. Prints its port, then serves.
// Usage: node mockttpserver.cjs FOLDER_WITH_NODE_MODULES
"use strict";
const { createRequire } = require("node:module");
const { join } = require("node:path");

const mockttp = createRequire(join(process.argv[2], "package.json"))("mockttp");

async function main() {
    const server = mockttp.getLocal();
    await server.start();
    await server.forAnyRequest().thenReply(200);
    console.log(JSON.stringify({ port: server.port }));
}

main();
