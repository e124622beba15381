// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/signaturevectors.h"

#include "signature/verifier.h"

#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <functional>
#include <map>

using namespace hookloupe;
using namespace hookloupe::test;
using namespace Qt::StringLiterals;

namespace {

QByteArray flipped(QByteArray bytes, qsizetype at)
{
    bytes[at] = static_cast<char>(bytes[at] ^ 1);
    return bytes;
}

QByteArray explained(const SignatureReport& report)
{
    QByteArray text = verdictName(report.verdict).toByteArray() + ' ' + report.scheme + '\n';
    for (const SignatureCheck& check : report.checks)
        text += check.name + (check.outcome == SignatureCheck::Outcome::Failed ? " FAILED " : " ")
            + check.detail.toUtf8() + '\n';
    return text + report.signedContent;
}

bool hasLocator(const ContentTemplate& content, const Locator& locator)
{
    return std::any_of(content.parts().begin(), content.parts().end(),
        [&](const auto& part) { return !part.isText && part.locator == locator; });
}

bool signsTime(const Scheme& scheme)
{
    return scheme.time && hasLocator(scheme.content, scheme.time->from);
}

/// True when a change of any byte of the body has to be noticed.
bool signsEveryByte(const Scheme& scheme)
{
    const QByteArray content = scheme.content.toText();
    return scheme.algorithm == SignatureAlgorithm::Jws || content.contains("{body") || content.contains("{form_sorted");
}

} // namespace

/// Every vector verifies through its profile file, and none does with a bit changed.
class tst_Verifier : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void vectorVerifies_data() { addVectors(); }
    void vectorVerifies();
    void vectorWithAnotherBodyDoesNot_data()
    {
        addVectors([this](const SignatureVector& vector) {
            return vector.isBodyCovered && !vector.body.isEmpty() && signsEveryByte(schemeOf(vector, vector.scheme));
        });
    }
    void vectorWithAnotherBodyDoesNot();
    void vectorWithAnotherSignatureDoesNot_data() { addVectors(); }
    void vectorWithAnotherSignatureDoesNot();
    void vectorWithAnotherTimeDoesNot_data()
    {
        addVectors([this](const SignatureVector& vector) { return signsTime(schemeOf(vector, vector.scheme)); });
    }
    void vectorWithAnotherTimeDoesNot();
    void vectorWithAnotherKeyDoesNot_data() { addVectors(); }
    void vectorWithAnotherKeyDoesNot();
    void vectorWithoutSecretSaysSo_data() { addVectors(); }
    void vectorWithoutSecretSaysSo();
    void vectorWithoutSignatureIsNeverValid_data() { addVectors(); }
    void vectorWithoutSignatureIsNeverValid();

private:
    void addVectors(const std::function<bool(const SignatureVector&)>& isWanted = {}) const;
    const SignatureVector& current() const;
    SignatureReport check(const QByteArray& head, const QByteArray& body, const QByteArray& secret) const;
    SignatureReport checkAt(
        const EndpointValues& endpoint, const QByteArray& head, const QByteArray& body, const QByteArray& secret) const;
    const Scheme& scheme(const QByteArray& id) const { return schemeOf(current(), id); }
    const Scheme& schemeOf(const SignatureVector& vector, const QByteArray& id) const;

    std::vector<SignatureVector> m_vectors;
    std::map<QString, ProfilePtr> m_profiles;
};

void tst_Verifier::initTestCase()
{
    const QString profiles = QFINDTESTDATA("../../resources/profiles");
    m_vectors = signatureVectors(QFINDTESTDATA("../data/vectors"));
    QVERIFY2(m_vectors.size() >= 60, "the vectors of tests/data/vectors are missing");
    for (const SignatureVector& vector : m_vectors) {
        m_profiles.emplace(vector.profileId, shippedProfile(profiles, vector.profileId));
    }
    QVERIFY2(
        std::all_of(m_profiles.begin(), m_profiles.end(), [](const auto& known) { return known.second != nullptr; }),
        "a profile cannot be read");
}

void tst_Verifier::addVectors(const std::function<bool(const SignatureVector&)>& isWanted) const
{
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < m_vectors.size(); ++i) {
        if (!isWanted || isWanted(m_vectors.at(i)))
            QTest::newRow(qPrintable(m_vectors.at(i).name)) << static_cast<int>(i);
    }
}

const SignatureVector& tst_Verifier::current() const
{
    return m_vectors.at(static_cast<std::size_t>(*static_cast<int*>(QTest::qData("index", qMetaTypeId<int>()))));
}

SignatureReport tst_Verifier::check(const QByteArray& head, const QByteArray& body, const QByteArray& secret) const
{
    return checkAt(current().endpoint, head, body, secret);
}

SignatureReport tst_Verifier::checkAt(
    const EndpointValues& endpoint, const QByteArray& head, const QByteArray& body, const QByteArray& secret) const
{
    const SignatureVector& vector = current();
    const std::vector<NamedSecret> secrets = secret.isNull() ? std::vector<NamedSecret>() : oneSecret(secret);
    return verified(
        *m_profiles.at(vector.profileId), requestFrom(head, body), endpoint, secrets, atSecond(vector.signedAt + 1));
}

const Scheme& tst_Verifier::schemeOf(const SignatureVector& vector, const QByteArray& id) const
{
    const auto& schemes = m_profiles.at(vector.profileId)->schemes;
    return *std::find_if(schemes.begin(), schemes.end(), [&](const Scheme& one) { return one.id == id; });
}

void tst_Verifier::vectorVerifies()
{
    const SignatureVector& vector = current();
    const SignatureReport report = check(vector.head, vector.body, vector.secret);
    QVERIFY2(report.verdict == Verdict::Valid, explained(report).constData());
    QCOMPARE(report.scheme, vector.scheme);
    QCOMPARE(report.secretName, u"only"_s);
    QCOMPARE(report.isBodyCovered, vector.isBodyCovered);
    QVERIFY2(vector.signedAt == 0 || report.freshness != Freshness::Stale, explained(report).constData());
    for (const SignatureCheck& check : report.checks) {
        QVERIFY2(
            check.name == "fresh" || check.outcome != SignatureCheck::Outcome::Failed, explained(report).constData());
        if (vector.secret.size() > 8)
            QVERIFY(!check.detail.contains(QString::fromUtf8(vector.secret)));
    }
}

void tst_Verifier::vectorWithAnotherBodyDoesNot()
{
    const SignatureVector& vector = current();
    for (const qsizetype at : { qsizetype(1), vector.body.size() / 2, vector.body.size() - 3 }) {
        const SignatureReport report = check(vector.head, flipped(vector.body, at), vector.secret);
        QVERIFY2(report.verdict != Verdict::Valid, explained(report).constData());
    }
}

void tst_Verifier::vectorWithAnotherSignatureDoesNot()
{
    const SignatureVector& vector = current();
    const SignatureReport good = check(vector.head, vector.body, vector.secret);
    const Scheme& used = scheme(vector.scheme);
    // What matched may be one of several in its header.
    QByteArray needle = good.expected.isEmpty() ? good.received : good.expected;
    needle = needle.mid(needle.size() > 20 ? needle.size() - 12 : 0);
    for (const QByteArray& written : { needle, needle.toPercentEncoding() }) {
        const qsizetype inHead = vector.head.indexOf(written);
        const qsizetype inBody = vector.body.indexOf(written);
        if (inHead < 0 && inBody < 0)
            continue;
        const qsizetype middle = written.size() / 2;
        // A signature in the URL stands there twice: in the target and in the endpoint's public URL.
        EndpointValues endpoint = vector.endpoint;
        endpoint.publicUrl.replace(written, flipped(written, middle));
        const SignatureReport report = inHead >= 0
            ? checkAt(endpoint, flipped(vector.head, inHead + middle), vector.body, vector.secret)
            : check(vector.head, flipped(vector.body, inBody + middle), vector.secret);
        QVERIFY2(report.verdict == Verdict::Mismatch || report.verdict == Verdict::Malformed
                || report.verdict == Verdict::Missing,
            explained(report).constData());
        return;
    }
    QFAIL(QByteArray("the signature was not found in the request: " + needle + ' ' + used.id).constData());
}

void tst_Verifier::vectorWithAnotherTimeDoesNot()
{
    const SignatureVector& vector = current();
    const Scheme& used = scheme(vector.scheme);
    const Request request = requestFrom(vector.head, vector.body);
    RequestValues values(request, vector.endpoint);
    const SignatureReport good = verifySignature(
        *m_profiles.at(vector.profileId), request, values, oneSecret(vector.secret), atSecond(vector.signedAt));
    QCOMPARE(good.verdict, Verdict::Valid);
    const std::optional<QByteArray> time = values.value(used.time->from);
    QVERIFY(time && !time->isEmpty());
    const qsizetype inHead = vector.head.indexOf(*time);
    const qsizetype inBody = vector.body.indexOf(*time);
    QVERIFY(inHead >= 0 || inBody >= 0);
    // The last digit: there its lowest bit leaves a digit.
    const qsizetype last = time->size() - (time->endsWith('Z') ? 2 : 1);
    const SignatureReport report = inHead >= 0 ? check(flipped(vector.head, inHead + last), vector.body, vector.secret)
                                               : check(vector.head, flipped(vector.body, inBody + last), vector.secret);
    QVERIFY2(report.verdict == Verdict::Mismatch, explained(report).constData());
}

void tst_Verifier::vectorWithAnotherKeyDoesNot()
{
    const SignatureVector& vector = current();
    const SignatureReport report = check(vector.head, vector.body, flipped(vector.secret, vector.secret.size() / 2));
    QVERIFY2(report.verdict == Verdict::Mismatch, explained(report).constData());
    QVERIFY(report.secretName.isEmpty());
}

void tst_Verifier::vectorWithoutSecretSaysSo()
{
    const SignatureVector& vector = current();
    const SignatureReport report = check(vector.head, vector.body, {});
    QVERIFY2(report.verdict == Verdict::NoSecret, explained(report).constData());
}

void tst_Verifier::vectorWithoutSignatureIsNeverValid()
{
    const SignatureVector& vector = current();
    EndpointValues endpoint = vector.endpoint;
    endpoint.publicUrl = "https://example.test/hook";
    const SignatureReport report
        = checkAt(endpoint, "POST /hook HTTP/1.1\r\nHost: example.test\r\n\r\n", {}, vector.secret);
    QVERIFY2(report.verdict == Verdict::Missing, explained(report).constData());
}

QTEST_GUILESS_MAIN(tst_Verifier)
#include "tst_verifier.moc"
