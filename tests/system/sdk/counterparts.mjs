// SPDX-License-Identifier: GPL-3.0-or-later
// The providers' own libraries, as counterparts. Run beside their node_modules:
//   node counterparts.mjs sign NAME     body on stdin; prints the headers as JSON
//   node counterparts.mjs verify NAME   {"headers":{…},"body":…} on stdin; exit code 0 when accepted, 1 when not
import { readFileSync } from "node:fs";

const secrets = {
    "standard-webhooks": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    svix: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    stripe: "whsec_test_secret",
    github: "It's a Secret to Everybody",
};

const libraries = {
    "standard-webhooks": async (secret) => {
        const { Webhook } = await import("standardwebhooks");
        const hook = new Webhook(secret);
        return {
            sign: (body) => {
                const at = new Date();
                return { "webhook-id": "msg_1", "webhook-timestamp": String(Math.floor(at / 1000)), "webhook-signature": hook.sign("msg_1", at, body) };
            },
            verify: (headers, body) => hook.verify(body, headers),
        };
    },
    svix: async (secret) => {
        const { Webhook } = await import("svix");
        const hook = new Webhook(secret);
        return {
            sign: (body) => {
                const at = new Date();
                return { "svix-id": "msg_2", "svix-timestamp": String(Math.floor(at / 1000)), "svix-signature": hook.sign("msg_2", at, body) };
            },
            verify: (headers, body) => hook.verify(body, headers),
        };
    },
    stripe: async (secret) => {
        const { default: Stripe } = await import("stripe");
        const stripe = new Stripe("sk_test_none");
        return {
            sign: (body) => ({ "Stripe-Signature": stripe.webhooks.generateTestHeaderString({ payload: body, secret }) }),
            verify: (headers, body) => stripe.webhooks.constructEvent(body, headers["stripe-signature"], secret),
        };
    },
    github: async (secret) => {
        const { sign, verify } = await import("@octokit/webhooks-methods");
        return {
            sign: async (body) => ({ "X-Hub-Signature-256": await sign(secret, body) }),
            verify: async (headers, body) => {
                if (!(await verify(secret, body, headers["x-hub-signature-256"])))
                    throw new Error("refused");
            },
        };
    },
};

const [action, name] = process.argv.slice(2);
const input = readFileSync(0, "utf8");
const library = await libraries[name](secrets[name]);
if (action === "sign") {
    console.log(JSON.stringify(await library.sign(input)));
} else {
    const { headers, body } = JSON.parse(input);
    try {
        await library.verify(headers, body);
    } catch (error) {
        console.error(error.message);
        process.exit(1);
    }
}
