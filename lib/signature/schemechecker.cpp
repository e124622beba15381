// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/schemechecker.h"

#include "signature/bodycoverage.h"
#include "signature/crypto/hash.h"
#include "signature/crypto/publickey.h"
#include "signature/keymaterial.h"
#include "signature/urlvariants.h"

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

bool isKeyPair(SignatureAlgorithm algorithm)
{
    return algorithm == SignatureAlgorithm::RsaPkcs1 || algorithm == SignatureAlgorithm::RsaPss
        || algorithm == SignatureAlgorithm::Ecdsa || algorithm == SignatureAlgorithm::Ed25519;
}

/// How the signature would read in its place, tags and prefix included.
QByteArray asWritten(const SignatureRule& rule, const QByteArray& signature)
{
    const bool isTagged
        = rule.grammar == SignatureRule::Grammar::KeyValue || rule.grammar == SignatureRule::Grammar::List;
    const QByteArray text = rule.prefix + encodedSignature(rule.encoding, signature);
    return isTagged ? rule.field + rule.assign + text : text;
}

} // namespace

SchemeChecker::SchemeChecker(const Scheme& scheme, const Request& request, RequestValues& values,
    const std::vector<NamedSecret>& secrets, WorkMeter meter)
    : m_scheme(scheme)
    , m_request(request)
    , m_values(values)
    , m_secrets(secrets)
    , m_meter(std::move(meter))
{
}

SignatureReport SchemeChecker::check()
{
    m_report.checks.reserve(8);
    m_report.scheme = m_scheme.id;
    m_report.isSchemeUndocumented = m_scheme.isUndocumented;
    const BodyCoverage coverage = bodyCoverage(m_scheme, m_values);
    m_report.isBodyCovered = coverage >= BodyCoverage::Message;
    add("scheme-applies", true,
        m_scheme.isUndocumented ? u"The scheme applies to the request; no document of the provider promises it."_s
                                : u"The scheme applies to the request."_s);
    m_report.verdict = m_scheme.foreach.empty() ? checkOnce() : checkItems();
    if (m_report.verdict == Verdict::Valid)
        m_report.verdict = checkAsserts();
    if (!m_report.isBodyCovered)
        skip("body-covered", coverageText(coverage, m_scheme));
    else if (coverage != BodyCoverage::Whole)
        add("body-covered", true, coverageText(coverage, m_scheme));
    return m_report;
}

Verdict SchemeChecker::checkItems()
{
    const std::vector<QByteArray> items = m_values.items(m_scheme.foreach, MaxItems + 1);
    if (items.empty()) {
        add("header-present", false, u"The body has none of the items that the scheme signs one by one."_s);
        return Verdict::Missing;
    }
    if (items.size() > MaxItems) {
        add("items", false, u"The body has more than %1 items; so many are not checked."_s.arg(MaxItems));
        return Verdict::Malformed;
    }
    Verdict verdict = Verdict::Valid;
    for (const QByteArray& item : items) {
        m_values.setItem(item);
        // One set of statements is enough: that of the item which decides.
        m_report.checks.resize(1);
        verdict = checkOnce();
        if (verdict != Verdict::Valid) {
            add("items", false, u"The item %1 decides."_s.arg(QString::fromUtf8(item)));
            break;
        }
    }
    m_values.setItem({});
    if (verdict == Verdict::Valid)
        add("items", true, u"Every item verifies; there are %1."_s.arg(items.size()));
    return verdict;
}

Verdict SchemeChecker::checkOnce()
{
    std::vector<SignatureFields> lists;
    if (!readField(lists)) {
        add("header-present", false,
            u"There is no signature in %1."_s.arg(QString::fromUtf8(toText(m_scheme.signature.from))));
        return Verdict::Missing;
    }
    add("header-present", true, u"The signature is there."_s);
    const bool hasAny
        = std::any_of(lists.begin(), lists.end(), [](const auto& list) { return !list.signatures.empty(); });
    if (!hasAny) {
        add("header-parses", false,
            u"%1 is not written as the scheme says; no signature was found in it."_s.arg(
                QString::fromUtf8(toText(m_scheme.signature.from))));
        return Verdict::Malformed;
    }
    switch (m_scheme.algorithm) {
    case SignatureAlgorithm::Token:
    case SignatureAlgorithm::Basic:
        return checkText(lists);
    case SignatureAlgorithm::Jws:
        return checkJws(lists);
    default:
        return checkContent(lists);
    }
}

bool SchemeChecker::readField(std::vector<SignatureFields>& lists)
{
    const SignatureRule& rule = m_scheme.signature;
    if (rule.grammar == SignatureRule::Grammar::Numbered) {
        SignatureFields all;
        for (const QByteArray& value : numberedHeaders(m_request.head.headers(), rule.from.name)) {
            const std::vector<SignatureFields> one = parseSignatureFields(rule, value);
            all.signatures.insert(all.signatures.end(), one.front().signatures.begin(), one.front().signatures.end());
            m_report.received += QByteArray(m_report.received.isEmpty() ? "" : ",") + value;
        }
        lists = { all };
        return !m_report.received.isEmpty();
    }
    const std::optional<QByteArray> text = m_values.value(rule.from);
    if (!text || text->isEmpty())
        return false;
    m_report.received = *text;
    const std::optional<QByteArray> selected
        = rule.selectParam.isEmpty() ? std::nullopt : m_values.value({ Locator::Kind::Param, rule.selectParam });
    lists = parseSignatureFields(rule, *text, selected.value_or(QByteArray()));
    return true;
}

Verdict SchemeChecker::checkText(const std::vector<SignatureFields>& lists)
{
    QByteArray given = lists.front().signatures.front();
    if (m_scheme.algorithm == SignatureAlgorithm::Basic) {
        const std::optional<QByteArray> pair = decodedSignature(SignatureRule::Encoding::Base64, given);
        if (!pair || !pair->contains(':')) {
            add("signature-decodes", false, u"The credentials are not \"user:password\" in base64."_s);
            return Verdict::Malformed;
        }
        given = *pair;
    }
    if (m_secrets.empty())
        return Verdict::NoSecret;
    m_isCompared = true;
    std::size_t count = 0;
    for (const NamedSecret& secret : m_secrets) {
        if (++count > MaxSecrets || (m_meter && !m_meter(given.size())))
            break;
        const std::vector<KeyMaterial> materials = keyMaterials(m_scheme.key, secret.value);
        for (const KeyMaterial& material : materials) {
            if (isEqualInConstantTime(given, material.bytes)) {
                noteMatch(secret, &material);
                add("digest-equal", true, u"The token is the secret."_s);
                return Verdict::Valid;
            }
        }
    }
    add("digest-equal", false, u"The token is none of the known secrets."_s);
    return Verdict::Mismatch;
}

bool SchemeChecker::isSizeRight(qsizetype size) const
{
    switch (m_scheme.algorithm) {
    case SignatureAlgorithm::Hmac:
    case SignatureAlgorithm::Digest:
        return size == digestSize(m_scheme.hash);
    case SignatureAlgorithm::Ed25519:
        return size == 64;
    default:
        return size > 0;
    }
}

std::vector<QByteArray> SchemeChecker::decode(const SignatureFields& list)
{
    std::vector<QByteArray> signatures;
    for (const QByteArray& text : list.signatures) {
        std::optional<QByteArray> bytes = decodedSignature(m_scheme.signature.encoding, text);
        if (bytes && isSizeRight(bytes->size()))
            signatures.push_back(*std::move(bytes));
    }
    return signatures;
}

Verdict SchemeChecker::checkContent(const std::vector<SignatureFields>& lists)
{
    Verdict verdict = Verdict::Malformed;
    for (const SignatureFields& list : lists) {
        const std::vector<QByteArray> signatures = decode(list);
        if (signatures.empty())
            continue;
        if (verdict == Verdict::Malformed)
            add("signature-decodes", true, u"The signature is of the encoding and length that the scheme says."_s);
        verdict = checkList(list, signatures);
        if (verdict == Verdict::Valid || verdict == Verdict::NoSecret)
            break;
    }
    if (verdict == Verdict::Malformed)
        add("signature-decodes", false, u"The signature is not of the encoding and length that the scheme says."_s);
    else if (verdict == Verdict::Valid)
        add("digest-equal", true, u"The signature holds."_s);
    else if (verdict == Verdict::NoSecret)
        skip("digest-equal", u"No secret is known, so nothing could be compared."_s);
    else if (!m_isKeyUsable)
        add("key-decodes", false,
            m_keyTrouble.isEmpty() ? u"No secret is a key that this scheme can use."_s : m_keyTrouble);
    else if (m_isCompared)
        add("digest-equal", false, u"The signature does not hold with any known secret."_s);
    return verdict;
}

Verdict SchemeChecker::checkList(const SignatureFields& list, const std::vector<QByteArray>& signatures)
{
    if (!list.fields.empty() || m_scheme.signature.grammar != SignatureRule::Grammar::Plain)
        m_values.setSignatureFields(list.fields);
    if (!m_scheme.hasUrlVariants)
        return checkUrl(signatures);
    const QByteArray url = m_values.url();
    Verdict verdict = Verdict::Mismatch;
    for (const QByteArray& variant : urlVariants(url)) {
        m_values.setUrl(variant);
        verdict = checkUrl(signatures);
        if (verdict != Verdict::Mismatch)
            break;
    }
    m_values.setUrl(url);
    return verdict;
}

Verdict SchemeChecker::checkUrl(const std::vector<QByteArray>& signatures)
{
    const bool isDigest = m_scheme.algorithm == SignatureAlgorithm::Digest;
    std::optional<QByteArray> content = isDigest ? std::nullopt : m_values.text(m_scheme.content);
    if (!isDigest && !content) {
        add("content-complete", false, u"A value that is signed is not in the request."_s);
        return Verdict::Malformed;
    }
    if (content)
        keepContent(*content);
    if (m_secrets.empty())
        return Verdict::NoSecret;
    const std::size_t count = std::min(m_secrets.size(), MaxSecrets);
    for (std::size_t i = 0; i < count && !m_isStopped; ++i) {
        const NamedSecret& secret = m_secrets.at(i);
        if (isDigest) {
            // The content holds the secret, so it is not kept: it would show it.
            m_values.setParam("secret", secret.value);
            content = m_values.text(m_scheme.content);
            m_values.setParam("secret", std::nullopt);
            if (!content) {
                add("content-complete", false, u"A value that is signed is not in the request."_s);
                return Verdict::Malformed;
            }
        }
        if (matchesSecret(secret, *content, signatures))
            return Verdict::Valid;
    }
    return m_isStopped ? Verdict::Unknown : Verdict::Mismatch;
}

bool SchemeChecker::matchesSecret(
    const NamedSecret& secret, const QByteArray& content, const std::vector<QByteArray>& signatures)
{
    if (isKeyPair(m_scheme.algorithm))
        return matchesPublic(secret, content, signatures);
    if (m_scheme.algorithm == SignatureAlgorithm::Digest) {
        m_isStopped = m_meter && !m_meter(content.size());
        m_isKeyUsable = true;
        const bool isMatch = !m_isStopped && matchesShared(digest(m_scheme.hash, content), signatures);
        if (isMatch)
            noteMatch(secret, nullptr);
        return isMatch;
    }
    for (const KeyMaterial& material : keyMaterials(m_scheme.key, secret.value)) {
        m_isStopped = m_meter && !m_meter(content.size());
        if (m_isStopped)
            return false;
        m_isKeyUsable = true;
        if (matchesShared(hmac(m_scheme.hash, material.bytes, content), signatures)) {
            noteMatch(secret, &material);
            return true;
        }
    }
    return false;
}

bool SchemeChecker::matchesShared(const QByteArray& made, const std::vector<QByteArray>& signatures)
{
    m_isCompared = true;
    const bool isMatch = !made.isEmpty()
        && std::any_of(signatures.begin(), signatures.end(),
            [&](const QByteArray& signature) { return isEqualInConstantTime(made, signature); });
    // Where none matches, what the first secret makes is the one to show.
    if (isMatch || m_report.expected.isEmpty())
        m_report.expected = asWritten(m_scheme.signature, made);
    return isMatch;
}

bool SchemeChecker::matchesPublic(
    const NamedSecret& secret, const QByteArray& content, const std::vector<QByteArray>& signatures)
{
    const QByteArray keyId
        = m_scheme.key.select ? m_values.value(*m_scheme.key.select).value_or(QByteArray()) : QByteArray();
    const std::vector<KeyMaterial> materials = keyMaterials(m_scheme.key, secret.value);
    for (const KeyMaterial& material : materials) {
        const Result<PublicKey, QString> key = PublicKey::read(material.encoding, material.bytes, keyId);
        if (!key) {
            m_keyTrouble = key.error();
            continue;
        }
        m_isKeyUsable = true;
        for (const QByteArray& signature : signatures) {
            m_isStopped = m_meter && !m_meter(content.size());
            if (m_isStopped)
                return false;
            m_isCompared = true;
            if (key->verify({ m_scheme.algorithm, m_scheme.hash, m_scheme.signature.ecdsaForm }, content, signature)) {
                noteMatch(secret, &material);
                m_report.expected = asWritten(m_scheme.signature, signature);
                return true;
            }
        }
    }
    return false;
}

Verdict SchemeChecker::checkAsserts()
{
    for (const auto& [locator, content] : m_scheme.asserts) {
        const std::optional<QByteArray> found = m_values.value(locator);
        if (!found)
            continue;
        const std::optional<QByteArray> wanted = m_values.text(content);
        const bool isEqual = wanted && isEqualInConstantTime(*found, *wanted);
        const QString place = QString::fromUtf8(toText(locator));
        add("assert", isEqual,
            isEqual ? u"%1 is as the scheme wants it."_s.arg(place)
                    : u"%1 is not as the scheme wants it, though the signature itself holds."_s.arg(place));
        if (!isEqual)
            return Verdict::Mismatch;
    }
    return Verdict::Valid;
}

void SchemeChecker::keepContent(const QByteArray& content)
{
    m_report.signedContent
        = content.size() <= SignatureReport::MaxContentBytes ? content : content.left(SignatureReport::MaxContentBytes);
}

void SchemeChecker::noteMatch(const NamedSecret& secret, const KeyMaterial* material)
{
    m_report.secretName = secret.name;
    if (!material)
        return;
    if (material->isFallback)
        add("key-decodes", true,
            u"The secret was read in its second form, as the profile allows: the first did not match."_s);
    else
        add("key-decodes", true, u"The secret is a key that the scheme can use."_s);
}

void SchemeChecker::add(const char* name, bool isPassed, QString detail)
{
    m_report.checks.push_back({ QByteArray::fromRawData(name, static_cast<qsizetype>(qstrlen(name))),
        isPassed ? SignatureCheck::Outcome::Passed : SignatureCheck::Outcome::Failed, std::move(detail) });
}

void SchemeChecker::skip(const char* name, QString detail)
{
    m_report.checks.push_back({ QByteArray::fromRawData(name, static_cast<qsizetype>(qstrlen(name))),
        SignatureCheck::Outcome::Skipped, std::move(detail) });
}

} // namespace hookloupe
