// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/signaturesentences.h"

#include "bytes/visibletext.h"
#include "messages/quantities.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <array>
#include <utility>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Signature)
};

using Cause = std::pair<QByteArrayView, const char*>;

const std::array Causes {
    Cause { "wrong-secret-known", QT_TRANSLATE_NOOP("Signature", "It holds with a secret that belongs elsewhere.") },
    Cause { "previous-signature", QT_TRANSLATE_NOOP("Signature", "It is the signature of the attempt before.") },
    Cause { "secret-whitespace", QT_TRANSLATE_NOOP("Signature", "The secret has white space around it on one side.") },
    Cause { "secret-quotes", QT_TRANSLATE_NOOP("Signature", "The secret has quotes around it on one side.") },
    Cause { "secret-prefix-kept", QT_TRANSLATE_NOOP("Signature", "The prefix of the secret was taken for key.") },
    Cause { "secret-prefix-stripped", QT_TRANSLATE_NOOP("Signature", "The secret lacks its prefix on one side.") },
    Cause { "secret-encoding",
        QT_TRANSLATE_NOOP("Signature", "The secret was read in another way: as text, as hex or as base64.") },
    Cause { "signature-encoding",
        QT_TRANSLATE_NOOP("Signature", "The digest is right, but it is written in another encoding.") },
    Cause { "signature-prefix", QT_TRANSLATE_NOOP("Signature", "The digest is right, but the mark before it is not.") },
    Cause { "scheme-version", QT_TRANSLATE_NOOP("Signature", "It stands under the mark of another version.") },
    Cause { "hash-other", QT_TRANSLATE_NOOP("Signature", "It was made with another hash algorithm.") },
    Cause { "timestamp-other", QT_TRANSLATE_NOOP("Signature", "Another time was signed than the one that was sent.") },
    Cause {
        "timestamp-unit", QT_TRANSLATE_NOOP("Signature", "The time was signed in another unit than it was sent in.") },
    Cause { "url-variant", QT_TRANSLATE_NOOP("Signature", "Another form of the URL was signed.") },
    Cause { "body-reindented", QT_TRANSLATE_NOOP("Signature", "The JSON body was laid out anew after it was signed.") },
    Cause {
        "body-reserialised", QT_TRANSLATE_NOOP("Signature", "The JSON body was written anew after it was signed.") },
    Cause { "body-key-order",
        QT_TRANSLATE_NOOP("Signature", "The keys of the JSON body were put in another order after it was signed.") },
    Cause { "body-unicode-escapes",
        QT_TRANSLATE_NOOP("Signature", "Characters of the JSON body are escaped otherwise than when it was signed.") },
    Cause { "body-crlf", QT_TRANSLATE_NOOP("Signature", "The line ends of the body were changed.") },
    Cause { "body-trailing-newline",
        QT_TRANSLATE_NOOP("Signature", "The body has a line end more or less than when it was signed.") },
    Cause { "body-charset", QT_TRANSLATE_NOOP("Signature", "The body was converted into another character set.") },
    Cause { "body-decompressed",
        QT_TRANSLATE_NOOP("Signature", "The decompressed body was signed, but it came compressed.") },
    Cause { "body-truncated", QT_TRANSLATE_NOOP("Signature", "Bytes of the body are missing.") },
};

QString secondsText(std::chrono::milliseconds age)
{
    const double seconds = static_cast<double>(std::abs(age.count())) / 1000.0;
    return QLocale().toString(seconds, 'f', seconds < 10 ? 1 : 0);
}

QString unknownAdvice(const DeliveryFacts& facts)
{
    if (facts.origin == ProviderOrigin::Ambiguous)
        return Words::tr("The marks of several profiles fit equally well. Choose the one that it is, or give the "
                         "endpoint its provider.");
    if (!facts.provider.isEmpty())
        return Words::tr("There is no usable profile %1 any more. Choose another provider, or put the profile back.")
            .arg(visibleLine(QByteArrayView(facts.provider)));
    return Words::tr("No profile knows the marks of this request. Choose the provider if there is a profile of it, or "
                     "write one.");
}

} // namespace

QString signatureHeadline(const SignatureReport& report, const DeliveryFacts& facts)
{
    if (!facts.challenge.isEmpty())
        return Words::tr("Challenge of the provider: %1").arg(visibleLine(QByteArrayView(facts.challenge)));
    switch (signatureState(report.verdict, report.freshness)) {
    case SignatureState::Valid:
        return Words::tr("Signature holds");
    case SignatureState::ValidStale:
        return Words::tr("Signature holds, but it is stale");
    case SignatureState::Mismatch:
        return Words::tr("Signature does not match");
    case SignatureState::Missing:
        return Words::tr("Signature is missing");
    case SignatureState::Malformed:
        return Words::tr("Signature cannot be read");
    case SignatureState::NoSecret:
        return Words::tr("No secret to check it with");
    case SignatureState::NotSigned:
        return Words::tr("This provider does not sign");
    case SignatureState::Challenge:
    case SignatureState::Unknown:
        break;
    }
    return facts.origin == ProviderOrigin::Ambiguous ? Words::tr("Several providers are possible")
                                                     : Words::tr("Provider not known");
}

QString causeSentence(const QByteArray& reason)
{
    const auto* const found
        = std::find_if(Causes.begin(), Causes.end(), [&reason](const Cause& cause) { return cause.first == reason; });
    return found == Causes.end() ? QString() : QCoreApplication::translate("Signature", found->second);
}

QString signatureAdvice(const SignatureReport& report, const DeliveryFacts& facts)
{
    if (!report.reason.isEmpty())
        return Words::tr("Cause: %1").arg(causeSentence(report.reason));
    if (!facts.challenge.isEmpty())
        return Words::tr("It is no event: the provider asks whether this address is yours. What was answered stands in "
                         "the Response tab.");
    switch (report.verdict) {
    case Verdict::Mismatch:
        return Words::tr("No single common mistake explains it. Compare the secret with the provider's page, then look "
                         "whether something between the provider and here rewrites the request.");
    case Verdict::Missing:
        return Words::tr("Nothing stands where the provider puts its signature. Look at the checks below, and whether "
                         "a proxy removes headers.");
    case Verdict::Malformed:
        return Words::tr("What stands there is not written as the provider writes it. The checks below say where.");
    case Verdict::NoSecret:
        return Words::tr("Add the secret that the provider shows for this endpoint; stored deliveries can then be "
                         "checked as well.");
    case Verdict::NotSigned:
        return Words::tr("Nothing in a delivery of this provider can prove where it is from. Protect the address in "
                         "another way, by a secret path for example.");
    case Verdict::Unknown:
        return unknownAdvice(facts);
    case Verdict::Valid:
        break;
    }
    return {};
}

QString originSentence(ProviderOrigin origin)
{
    switch (origin) {
    case ProviderOrigin::Recognised:
        return Words::tr("recognised by its marks");
    case ProviderOrigin::Ambiguous:
        return Words::tr("ambiguous: several profiles fit");
    case ProviderOrigin::Endpoint:
        return Words::tr("named by the endpoint");
    case ProviderOrigin::Chosen:
        return Words::tr("chosen by hand");
    case ProviderOrigin::None:
        break;
    }
    return Words::tr("not known");
}

QString authenticitySentence(const SignatureReport& report)
{
    switch (report.verdict) {
    case Verdict::Valid:
        return Words::tr("authentic: made with the secret \u201C%1\u201D").arg(report.secretName);
    case Verdict::Mismatch:
        return Words::tr("not proved: no known secret gives this signature");
    case Verdict::Missing:
        return Words::tr("not proved: there is no signature");
    case Verdict::Malformed:
        return Words::tr("not proved: the signature cannot be read");
    case Verdict::NoSecret:
        return Words::tr("not checked: no secret is known");
    case Verdict::NotSigned:
        return Words::tr("cannot be proved: the provider signs nothing");
    case Verdict::Unknown:
        break;
    }
    return Words::tr("not checked");
}

QString freshnessSentence(const SignatureReport& report, std::chrono::seconds tolerance)
{
    const QString age = !report.age ? QString()
        : report.age->count() < 0
        ? Words::tr("signed %1 s after its arrival by our clock").arg(secondsText(*report.age))
        : Words::tr("%1 s old at its arrival").arg(secondsText(*report.age));
    const QString limit = tolerance.count() > 0
        ? Words::tr("%1 s are allowed").arg(QLocale().toString(tolerance.count()))
        : Words::tr("the provider sets no limit");
    switch (report.freshness) {
    case Freshness::Fresh:
        return age.isEmpty() ? Words::tr("fresh: within its own time limits at arrival")
                             : Words::tr("fresh: %1, %2").arg(age, limit);
    case Freshness::Stale:
        return age.isEmpty() ? Words::tr("stale: outside of its own time limits at arrival")
                             : Words::tr("stale: %1, %2").arg(age, limit);
    case Freshness::NotChecked:
        break;
    }
    return age.isEmpty() ? Words::tr("not checked: no signing time") : Words::tr("not judged: %1, %2").arg(age, limit);
}

QString coverageSentence(const SignatureReport& report)
{
    if (report.scheme.isEmpty())
        return Words::tr("nothing is signed, as far as is known");
    return report.isBodyCovered ? Words::tr("the body is under the signature")
                                : Words::tr("the body is not under the signature: it may have been changed on the way");
}

QString algorithmName(const Scheme& scheme)
{
    static constexpr std::array Hashes { "", "MD5", "SHA1", "SHA256", "SHA384", "SHA512" };
    const QString hash = QString::fromLatin1(Hashes.at(static_cast<std::size_t>(scheme.hash)));
    const QString tail = hash.isEmpty() ? QString() : u"-"_s + hash;
    switch (scheme.algorithm) {
    case SignatureAlgorithm::Hmac:
        return u"HMAC"_s + tail;
    case SignatureAlgorithm::Digest:
        return Words::tr("%1 with the secret in the text").arg(hash);
    case SignatureAlgorithm::Token:
        return Words::tr("token: the secret itself is sent");
    case SignatureAlgorithm::Basic:
        return Words::tr("Basic: user and password are sent");
    case SignatureAlgorithm::RsaPkcs1:
        return u"RSA PKCS#1"_s + tail;
    case SignatureAlgorithm::RsaPss:
        return u"RSA-PSS"_s + tail;
    case SignatureAlgorithm::Ecdsa:
        return u"ECDSA"_s + tail;
    case SignatureAlgorithm::Ed25519:
        return u"Ed25519"_s;
    case SignatureAlgorithm::Jws:
        return Words::tr("signed token (JWS)");
    case SignatureAlgorithm::None:
        break;
    }
    return Words::tr("none");
}

QString partSentence(const SignedPart& part)
{
    const QString place = visibleLine(QByteArrayView(part.locator));
    QString text;
    switch (part.origin) {
    case SignedPart::Origin::Literal:
        return Words::tr("put there by the scheme");
    case SignedPart::Origin::Body:
        text = Words::tr("body (%1)").arg(place);
        break;
    case SignedPart::Origin::Header:
        text = Words::tr("header (%1)").arg(place);
        break;
    case SignedPart::Origin::Line:
        text = Words::tr("request line (%1)").arg(place);
        break;
    case SignedPart::Origin::Setting:
        text = Words::tr("endpoint (%1)").arg(place);
        break;
    }
    return part.isDerived ? Words::tr("%1, computed").arg(text) : text;
}

} // namespace hookloupe
