// SPDX-License-Identifier: GPL-3.0-or-later
// The providers' own libraries, as counterparts. Run beside their node_modules, a request as JSON on stdin:
//   node counterparts.mjs sign NAME     {"secret":…,"method":…,"url":…,"headers":{…},"body":…}; prints the headers that
//                                       sign it and, where the library makes it, the body: {"headers":{…},"body":…}
//   node counterparts.mjs verify NAME   the same with all headers in lower case; exit code 0 when accepted, 1 when not
//   node counterparts.mjs answer NAME   {"secret":…,"challenge":…}; prints the answer that the library gives
import { readFileSync } from "node:fs";

const refuseUnless = (isAccepted) => {
    if (!isAccepted)
        throw new Error("refused");
};
const formOf = (body) => Object.fromEntries(new URLSearchParams(body));
const pathOf = (url) => new URL(url).pathname + new URL(url).search;

const standard = (load, prefix) => ({
    sign: async ({ secret, body }) => {
        const at = new Date();
        const signature = new (await load())(secret).sign("msg_1", at, body);
        return { [`${prefix}-id`]: "msg_1", [`${prefix}-timestamp`]: String(Math.floor(at / 1000)), [`${prefix}-signature`]: signature };
    },
    verify: async ({ secret, headers, body }) => new (await load())(secret).verify(body, headers),
});

const braintree = async (secret) => {
    const { default: library } = await import("braintree");
    const gateway = new library.BraintreeGateway({
        environment: library.Environment.Sandbox,
        merchantId: "integration_merchant_id",
        publicKey: "integration_public_key",
        privateKey: secret,
    });
    return { library, gateway };
};

const libraries = {
    "standard-webhooks": standard(async () => (await import("standardwebhooks")).Webhook, "webhook"),
    svix: standard(async () => (await import("svix")).Webhook, "svix"),
    stripe: {
        sign: async ({ secret, body }) => {
            const { default: Stripe } = await import("stripe");
            const header = new Stripe("sk_test_none").webhooks.generateTestHeaderString({ payload: body, secret });
            return { "Stripe-Signature": header };
        },
        verify: async ({ secret, headers, body }) => {
            const { default: Stripe } = await import("stripe");
            new Stripe("sk_test_none").webhooks.constructEvent(body, headers["stripe-signature"], secret);
        },
    },
    github: {
        sign: async ({ secret, body }) => {
            const { sign } = await import("@octokit/webhooks-methods");
            return { "X-Hub-Signature-256": await sign(secret, body) };
        },
        verify: async ({ secret, headers, body }) => {
            const { verify } = await import("@octokit/webhooks-methods");
            refuseUnless(await verify(secret, body, headers["x-hub-signature-256"]));
        },
    },
    slack: {
        verify: async ({ secret, headers, body }) => {
            const { default: events } = await import("@slack/events-api");
            refuseUnless(events.verifyRequestSignature({
                signingSecret: secret,
                requestSignature: headers["x-slack-signature"],
                requestTimestamp: headers["x-slack-request-timestamp"],
                body,
            }));
        },
    },
    discord: {
        verify: async ({ secret, headers, body }) => {
            const { verifyKey } = await import("discord-interactions");
            refuseUnless(await verifyKey(body, headers["x-signature-ed25519"], headers["x-signature-timestamp"], secret));
        },
    },
    sendgrid: {
        verify: async ({ secret, headers, body }) => {
            const { EventWebhook, EventWebhookHeader } = (await import("@sendgrid/eventwebhook")).default;
            const hook = new EventWebhook();
            const signature = headers[EventWebhookHeader.SIGNATURE().toLowerCase()];
            const timestamp = headers[EventWebhookHeader.TIMESTAMP().toLowerCase()];
            refuseUnless(hook.verifySignature(hook.convertPublicKeyToECDSA(secret), body, signature, timestamp));
        },
    },
    sanity: {
        sign: async ({ secret, body }) => {
            const { SIGNATURE_HEADER_NAME, encodeSignatureHeader } = await import("@sanity/webhook");
            return { [SIGNATURE_HEADER_NAME]: await encodeSignatureHeader(body, Date.now(), secret) };
        },
        verify: async ({ secret, headers, body }) => {
            const { SIGNATURE_HEADER_NAME, isValidSignature } = await import("@sanity/webhook");
            refuseUnless(await isValidSignature(body, headers[SIGNATURE_HEADER_NAME], secret));
        },
    },
    contentful: {
        sign: async ({ secret, method, url, headers, body }) => {
            const { signRequest } = await import("@contentful/node-apps-toolkit");
            return signRequest(secret, { method, path: pathOf(url), headers, body }, Date.now());
        },
        verify: async ({ secret, method, url, headers, body }) => {
            const { verifyRequest } = await import("@contentful/node-apps-toolkit");
            refuseUnless(verifyRequest(secret, { method, path: pathOf(url), headers, body }));
        },
    },
    gocardless: {
        verify: async ({ secret, headers, body }) => {
            const webhooks = await import("gocardless-nodejs/webhooks.js").catch(() => import("gocardless-nodejs/webhooks"));
            (webhooks.default ?? webhooks).verifySignature(body, secret, headers["webhook-signature"]);
        },
    },
    razorpay: {
        verify: async ({ secret, headers, body }) => {
            const { default: Razorpay } = await import("razorpay");
            refuseUnless(Razorpay.validateWebhookSignature(body, headers["x-razorpay-signature"], secret));
        },
    },
    twilio: {
        sign: async ({ secret, url, body }) => {
            const { default: twilio } = await import("twilio");
            return { "X-Twilio-Signature": twilio.getExpectedTwilioSignature(secret, url, formOf(body)) };
        },
        verify: async ({ secret, url, headers, body }) => {
            const { default: twilio } = await import("twilio");
            refuseUnless(twilio.validateRequest(secret, headers["x-twilio-signature"], url, formOf(body)));
        },
    },
    braintree: {
        sign: async ({ secret }) => {
            const { library, gateway } = await braintree(secret);
            const sample = gateway.webhookTesting.sampleNotification(library.WebhookNotification.Kind.SubscriptionCanceled, "evt_1");
            return { body: new URLSearchParams(sample).toString() };
        },
        answer: async ({ secret, challenge }) => (await braintree(secret)).gateway.webhookNotification.verify(challenge),
    },
};

const [action, name] = process.argv.slice(2);
const input = JSON.parse(readFileSync(0, "utf8"));
try {
    const result = await libraries[name][action](input);
    if (action === "sign") {
        const { body, ...headers } = result;
        console.log(JSON.stringify({ headers, body: body ?? input.body }));
    } else if (action === "answer") {
        process.stdout.write(result);
    }
} catch (error) {
    console.error(error.message);
    process.exit(1);
}
