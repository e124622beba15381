// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "signature/signer.h"
#include "signature/verifier.h"
#include "support/signaturevectors.h"

#include <QByteArray>

namespace hookloupe::test {

constexpr qint64 SignedAt = 1'717'171'717;

/// A scheme over the body alone, as most providers have it.
inline Scheme bodyScheme()
{
    Scheme scheme;
    scheme.id = "hmac-sha256";
    scheme.algorithm = SignatureAlgorithm::Hmac;
    scheme.hash = HashAlgorithm::Sha256;
    scheme.signature.from = *parseLocator("header:X-Signature");
    scheme.content = *ContentTemplate::parse("{body}");
    return scheme;
}

/// A scheme over id, time and body, as the Standard Webhooks have it.
inline Scheme messageScheme()
{
    Scheme scheme = bodyScheme();
    scheme.signature.from = *parseLocator("header:webhook-signature");
    scheme.signature.grammar = SignatureRule::Grammar::List;
    scheme.signature.separator = " ";
    scheme.signature.assign = ",";
    scheme.signature.field = "v1";
    scheme.signature.encoding = SignatureRule::Encoding::Base64;
    scheme.key.encoding = KeyRule::Encoding::Base64;
    scheme.key.strip = { "whsec_" };
    scheme.content = *ContentTemplate::parse("{header:webhook-id}.{header:webhook-timestamp}.{body}");
    scheme.time
        = TimeRule { *parseLocator("header:webhook-timestamp"), TimeRule::Unit::Seconds, std::chrono::seconds(300) };
    return scheme;
}

inline Scheme fieldScheme()
{
    Scheme scheme = bodyScheme();
    scheme.signature.grammar = SignatureRule::Grammar::KeyValue;
    scheme.signature.separator = ",";
    scheme.signature.assign = "=";
    scheme.signature.field = "v1";
    scheme.content = *ContentTemplate::parse("{sig:t}.{body}");
    scheme.time = TimeRule { *parseLocator("sig:t"), TimeRule::Unit::Seconds, std::chrono::seconds(300) };
    return scheme;
}

inline const QByteArray BodySecret = "inspector-test-secret-01";
inline const QByteArray MessageSecret = "whsec_d2ViaG9vay1pbnNwZWN0b3Ita2V5LTMyLWJ5dGVzISE=";
inline const QByteArray JsonBody = R"({"id":"evt_1","name":"Zoë & <Søn>","path":"a/b","list":[1,2.50,{}],"empty":[]})";

struct Sent {
    Scheme scheme;
    QByteArray body;
    HeaderList headers;
    QByteArray secret;
    QByteArray url = "https://example.test/hook?a=1";

    static Sent of(const Scheme& scheme, const QByteArray& secret, const QByteArray& body = JsonBody)
    {
        const OutgoingRequest request { "POST", "https://example.test/hook?a=1",
            { { "Content-Type", "application/json" } }, body };
        const Result<OutgoingRequest, QString> done = signRequest(scheme, request, secret, {}, atSecond(SignedAt));
        if (!done)
            qFatal("%s", qPrintable(done.error()));
        return { scheme, done->body, done->headers, secret };
    }

    QByteArray header(QByteArrayView name) const
    {
        for (const auto& [known, value] : headers) {
            if (equalsIgnoringCase(known, name))
                return value;
        }
        return {};
    }

    void setHeader(QByteArrayView name, const QByteArray& value)
    {
        for (auto& [known, text] : headers) {
            if (equalsIgnoringCase(known, name))
                text = value;
        }
    }

    Request request() const
    {
        QByteArray head = "POST /hook?a=1 HTTP/1.1\r\nHost: example.test\r\n";
        for (const auto& [name, value] : headers)
            head += name + ": " + value + "\r\n";
        return requestFrom(head + "\r\n", body);
    }
};

struct Known {
    std::vector<NamedSecret> secrets;
    std::vector<NamedSecret> others;
    QByteArray previous;
};

inline SignatureReport explained(const Sent& sent, const Request& request, const Known& known)
{
    Profile profile;
    profile.schemes = { sent.scheme };
    EndpointValues endpoint;
    endpoint.publicUrl = sent.url;
    RequestValues values(request, endpoint);
    SignatureReport report = verifySignature(profile, request, values, known.secrets, atSecond(SignedAt + 2));
    explainMismatch(report, profile, request, values, known.secrets, known.others, known.previous);
    return report;
}

/// What is said when the secret is right.
inline QByteArray causeOf(const Sent& sent)
{
    const SignatureReport report = explained(sent, sent.request(), { oneSecret(sent.secret), {}, {} });
    return report.verdict == Verdict::Valid ? QByteArray("valid") : report.reason;
}

/// What is said when our secret is another one than the sender's.
inline QByteArray causeOf(const Sent& sent, const QByteArray& secret)
{
    const SignatureReport report = explained(sent, sent.request(), { oneSecret(secret), {}, {} });
    return report.verdict == Verdict::Valid ? QByteArray("valid") : report.reason;
}

inline QByteArray replaced(QByteArray text, const char* old, const char* with)
{
    return text.replace(old, with);
}

} // namespace hookloupe::test
