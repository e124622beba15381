// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/profilereader.h"

#include <QRegularExpression>
#include <QTest>

using namespace hookloupe;
using namespace Qt::StringLiterals;

namespace {

const QByteArray Whole = R"({
  "id": "acme", "name": "Acme", "evidence": "read", "sources": ["https://acme.test/docs"],
  "recognize": [ {"when": {"has": "header:X-Acme"}, "weight": 50} ],
  "match": "first-applicable",
  "schemes": [ {
    "id": "v1", "when": {"method": ["POST", "PUT"], "not": ["header:X-Old"], "equals": {"json:/v": "1"}},
    "algorithm": "hmac", "hash": "sha256",
    "key": {"encoding": "base64", "fallback": "utf8", "strip": ["whsec_"]},
    "signature": {"from": "header:X-Acme", "grammar": "key-value", "field": "v1", "separator": ",", "assign": "=", "encoding": "hex"},
    "content": "{sig:t}.{body}",
    "time": {"from": "sig:t", "unit": "s", "tolerance_s": 300},
    "assert": {"query:hash": "{body|sha256hex}"}
  } ],
  "event": {"id": "json:/id", "type": ["header:X-Type", "{json:/a}.{json:/b}"], "batch": "/events/*",
    "type_rules": [{"path_step": "Rate", "type": "rate"}]},
  "event_types": ["a.b"],
  "delivery": {"timeout_s": 1.25, "statuses": {"2xx": "ack", "500-504": "retry", "other": "fail", "timeout": "retry"},
    "retry": {"kind": "schedule", "delays_s": [5, 300]}, "disable": {"after_failures": 8, "state": "paused"}},
  "challenges": [ {"name": "c", "when": {"has": "query:c"}, "respond": {"status": 200, "json": {"a": ["{query:c|hmac_sha256_hex}", 1]}}} ],
  "samples": [ {"type": "a.b", "json": {"id": 1}} ],
  "assumed": ["/delivery/timeout_s", "/schemes/0/time"]
})";

QStringList errorsOf(const QByteArray& json)
{
    const auto profile = readProfile(json, u"/some/where/acme.json"_s);
    QStringList texts;
    if (!profile) {
        for (const ProfileError& error : profile.error())
            texts.append(toText(error));
    }
    return texts;
}

/// The whole profile with one text in it replaced.
QByteArray changed(const QByteArray& from, const QByteArray& to)
{
    QByteArray json = Whole;
    if (json.count(from) != 1)
        qFatal("\"%s\" must stand once in the profile", from.constData());
    return json.replace(from, to);
}

/// A profile with this one scheme.
QByteArray withScheme(const QByteArray& scheme)
{
    return R"({"id":"acme","name":"Acme","evidence":"general","schemes":[)" + scheme + "]}";
}

} // namespace

class ProfileReaderTest : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void readsAWholeProfile();
    void keepsTheFileAndItsText();
    void refusesWhatIsWrong_data();
    void refusesWhatIsWrong();
    void refusesSchemesWhosePartsDoNotFit_data();
    void refusesSchemesWhosePartsDoNotFit();
    void acceptsSchemesWhosePartsFit_data();
    void acceptsSchemesWhosePartsFit();
    void tellsAllErrorsAtOnce();
    void stopsCountingErrors();
    void refusesLargeAndDeepFiles();
};

void ProfileReaderTest::readsAWholeProfile()
{
    const auto read = readProfile(Whole, u"acme.json"_s);
    QVERIFY2(read.has_value(), qPrintable(errorsOf(Whole).join(u'\n')));
    const Profile& profile = **read;
    QCOMPARE(profile.id, "acme");
    QCOMPARE(profile.evidence, "read");
    QCOMPARE(profile.match, Profile::Match::FirstApplicable);
    QCOMPARE(profile.recognition.size(), 1U);
    QCOMPARE(profile.recognition[0].weight, 50);
    QCOMPARE(profile.schemes.size(), 1U);
    const Scheme& scheme = profile.schemes[0];
    QCOMPARE(scheme.id, "v1");
    QCOMPARE(scheme.algorithm, SignatureAlgorithm::Hmac);
    QCOMPARE(scheme.hash, HashAlgorithm::Sha256);
    const std::vector<QByteArray> methods { "POST", "PUT" };
    QCOMPARE(scheme.when.methods, methods);
    QCOMPARE(scheme.when.absent.size(), 1U);
    QCOMPARE(scheme.when.equal[0].second, "1");
    QCOMPARE(scheme.key.encoding, KeyRule::Encoding::Base64);
    QCOMPARE(scheme.key.fallback, KeyRule::Encoding::Utf8);
    QCOMPARE(scheme.signature.grammar, SignatureRule::Grammar::KeyValue);
    QCOMPARE(scheme.signature.field, "v1");
    QCOMPARE(scheme.content.toText(), "{sig:t}.{body}");
    QCOMPARE(scheme.time->tolerance, std::chrono::seconds(300));
    QCOMPARE(toText(scheme.asserts[0].first), "query:hash");
    QCOMPARE(profile.event.type.size(), 2U);
    QCOMPARE(profile.event.type[0].toText(), "{header:X-Type}");
    QCOMPARE(profile.event.typeRules[0].pathStep, "rate");
    const std::vector<QByteArray> batch { "events", "*" };
    QCOMPARE(profile.event.batch, batch);
    QVERIFY(profile.delivery);
    QCOMPARE(
        *profile.delivery->timeout, (Stated<std::chrono::milliseconds> { std::chrono::milliseconds(1'250), true }));
    QCOMPARE(profile.delivery->rowFor({ AttemptEnd::Kind::Status, 502 })->outcome, Outcome::Retry);
    QCOMPARE(profile.delivery->rowFor({ AttemptEnd::Kind::Status, 505 })->outcome, Outcome::Failed);
    QCOMPARE(profile.delivery->rowFor({ AttemptEnd::Kind::TimedOut, 0 })->outcome, Outcome::Retry);
    QVERIFY(!profile.delivery->rowFor({ AttemptEnd::Kind::NetworkError, 0 }));
    QCOMPARE(profile.delivery->retry->delays.value.size(), 2U);
    QVERIFY(!profile.delivery->retry->delays.isAssumed);
    QCOMPARE(profile.delivery->disable->afterFailures->value, 8);
    QVERIFY(!profile.delivery->disable->resetsOnSuccess);
    QVERIFY(!profile.messages);
    QCOMPARE(profile.assumed.size(), 2);
}

void ProfileReaderTest::keepsTheFileAndItsText()
{
    const auto read = readProfile(Whole, u"/x/acme.json"_s);
    QVERIFY(read.has_value());
    QCOMPARE((*read)->json, Whole);
    QCOMPARE((*read)->file, u"/x/acme.json"_s);
}

void ProfileReaderTest::refusesWhatIsWrong_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("error");
    const auto row = [](const char* name, const char* from, const char* to, const char* error) {
        QTest::newRow(name) << changed(from, to) << QString::fromUtf8(error);
    };
    QTest::newRow("nothing") << QByteArray() << u"acme.json: line 1, column 1"_s;
    QTest::newRow("no object") << QByteArray("[]") << u"acme.json: must be an object."_s;
    QTest::newRow("open JSON") << QByteArray("{\n  \"id\": ") << u"acme.json: line 2"_s;
    row("an unknown key", R"("match")", R"("matches")", "/matches: \"matches\" is no key of a profile; known are");
    row("a key twice", R"("match": "first-applicable")", R"("match": "any", "match": "all")", "/match: stands twice");
    row("a wrong id", R"("id": "acme")", R"("id": "Acme")", "/id: must be lower-case");
    row("no name", R"("name": "Acme", )", "", "has no \"name\"");
    row("an unknown evidence", R"("evidence": "read")", R"("evidence": "A")",
        "/evidence: \"A\" is unknown here; write one of: read, cited, general");
    row("a source that is no address", "https://acme.test/docs", "notes", "/sources: must be addresses");
    row("a rule that fits anything", R"({"has": "header:X-Acme"})", R"({"method": "POST"})",
        "/recognize/0/when: would fit any request");
    row("a condition that asks nothing", R"({"has": "header:X-Acme"})", "{}", "/recognize/0/when: asks for nothing");
    row("a weight out of range", R"("weight": 50)", R"("weight": 101)",
        "/recognize/0/weight: must be a number from 0 to 100");
    row("a weight of nothing", R"("weight": 50)", R"("weight": 0)", "/recognize/0/weight: must be from 1 to 100");
    row("a method in small letters", R"("POST", "PUT")", R"("post")",
        "/schemes/0/when/method: must be methods in capitals");
    row("an unknown locator", "header:X-Old", "heder:X-Old", "/schemes/0/when/not: \"heder:X-Old\" names no value");
    row("an unknown locator as a key", "json:/v", "json:v", "\"json:v\" names no value");
    row("a number to compare with", R"("json:/v": "1")", R"("json:/v": 1)", "must be a string; write numbers as");
    row("an unknown name in a template", "{sig:t}.{body}", "{sig:t}.{bodi}",
        "/schemes/0/content: column 9: \"bodi\" names no value");
    row("an unknown filter", "sha256hex", "sha257hex", "\"sha257hex\" is no filter");
    row("no algorithm", R"("algorithm": "hmac", )", "",
        "/schemes/0: has no \"algorithm\"; name it; it is never taken from the request.");
    row("an unknown algorithm", R"("algorithm": "hmac")", R"("algorithm": "crc")",
        "/schemes/0/algorithm: \"crc\" is unknown here");
    row("no hash", R"(, "hash": "sha256")", "", "/schemes/0: has no \"hash\"");
    row("an unknown hash", R"("hash": "sha256")", R"("hash": "sha3")", "/schemes/0/hash: \"sha3\" is unknown");
    row("a key encoding that does not fit", R"("encoding": "base64", "fallback")", R"("encoding": "pem", "fallback")",
        "/schemes/0/key: the encoding of the key does not fit");
    row("no encoding of the signature", R"("assign": "=", "encoding": "hex")", R"("assign": "=")",
        "/schemes/0/signature: has no \"encoding\"");
    row("no separator", R"("separator": ",", )", "", "/schemes/0/signature: has no \"separator\"");
    row("a key of another grammar", R"("assign": "=", )", R"("assign": "=", "names": ["t"], )",
        "/schemes/0/signature/names: has no meaning");
    row("no place of the signature", R"("from": "header:X-Acme", )", "", "/schemes/0/signature: has no \"from\"");
    row("an unknown unit", R"("unit": "s")", R"("unit": "min")", "/schemes/0/time/unit: \"min\" is unknown");
    row("half a second of tolerance", R"("tolerance_s": 300)", R"("tolerance_s": 0.5)",
        "/schemes/0/time/tolerance_s: must be whole seconds");
    row("a negative tolerance", R"("tolerance_s": 300)", R"("tolerance_s": -1)",
        "/schemes/0/time/tolerance_s: must be a number from 0");
    row("no tolerance", R"(, "tolerance_s": 300)", "", "/schemes/0/time: has no \"tolerance_s\"");
    row("a batch path without a star", "/events/*", "/events", "/event/batch: must be a path such as");
    row("a type rule that asks nothing", R"({"path_step": "Rate", "type": "rate"})", R"({"type": "rate"})",
        "/event/type_rules/0: asks for nothing");
    row("an event fact that is none", R"("id": "json:/id")", R"("id": "id")", "/event/id: \"id\" names no value");
    row("a status that is none", R"("500-504")", R"("500+")", "the key must be a status");
    row("a reaction that is none", R"("other": "fail")", R"("other": "maybe")",
        "/delivery/statuses/other: \"maybe\" is unknown here");
    row("a schedule without waits", R"(, "delays_s": [5, 300])", "", "/delivery/retry: a schedule has no \"delays_s\"");
    row("an attempt too few", R"("delays_s": [5, 300])", R"("delays_s": [5, 300], "attempts": 0)",
        "/delivery/retry/attempts: must be a whole number from 1");
    row("half a redirect", R"("timeout_s": 1.25)", R"("timeout_s": 1.25, "redirects": 0.5)",
        "/delivery/redirects: must be a whole number from 0");
    row("a range that goes back", R"("500-504")", R"("504-500")", "the key must be a status");
    row("an uncounted answer that is none", R"("state": "paused")", R"("state": "paused", "uncounted": ["4x"])",
        "/delivery/disable/uncounted: the key must be a status");
    row("a token that is no key", R"("challenges")",
        R"("messages": {"keys": "body", "token": "json:/t"}, "challenges")",
        "/messages/token: must be one of \"keys\"");
    row("a wait that is none", "[5, 300]", R"(["5"])", "/delivery/retry/delays_s/0: must be seconds");
    row("an unknown delivery key", R"("timeout_s": 1.25)", R"("timeout": 1.25)",
        "/delivery/timeout: \"timeout\" is no key of delivery");
    row("an unknown state", R"("state": "paused")", R"("state": "gone")",
        "/delivery/disable/state: \"gone\" is unknown");
    row("a challenge without an answer",
        R"(, "respond": {"status": 200, "json": {"a": ["{query:c|hmac_sha256_hex}", 1]}})", "",
        "/challenges/0: has no \"respond\"");
    row("an answer without a status", R"("status": 200, )", "", "/challenges/0/respond: has no \"status\"");
    row("a template deep in an answer", "{query:c|hmac_sha256_hex}", "{query:}",
        "/challenges/0/respond/json/a/0: column 1");
    row("a sample without a body", R"("type": "a.b", "json": {"id": 1})", R"("type": "a.b")",
        "/samples/0: must have one body");
    row("an assumption about nothing", "/delivery/timeout_s", "/delivery/connect_timeout_s",
        "/assumed: \"/delivery/connect_timeout_s\" leads to nothing");
    row("an assumption beyond an array", "/schemes/0/time", "/schemes/1/time",
        "/assumed: \"/schemes/1/time\" leads to nothing");
    row("null", R"("name": "Acme")", R"("name": null)", "/name: must be a string");
    row("an empty text", R"("name": "Acme")", R"("name": "")", "/name: must be a string that is not empty");
}

void ProfileReaderTest::refusesWhatIsWrong()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, error);
    const QStringList errors = errorsOf(json);
    QVERIFY2(!errors.isEmpty(), "was accepted");
    QVERIFY2(!errors.filter(error).isEmpty(), qPrintable(errors.join(u'\n')));
    for (const QString& text : errors)
        QVERIFY2(text.startsWith(u"acme.json: "_s) && text.endsWith(u'.'), qPrintable(text));
}

void ProfileReaderTest::refusesSchemesWhosePartsDoNotFit_data()
{
    QTest::addColumn<QByteArray>("scheme");
    QTest::addColumn<QString>("error");
    const auto row = [](const char* name, const char* scheme, const char* error) {
        QTest::newRow(name) << QByteArray(scheme) << QString::fromUtf8(error);
    };
    row("a digest without the secret",
        R"({"id":"a","algorithm":"digest","hash":"md5","signature":{"from":"header:S","encoding":"hex"},"content":"{body}"})",
        "/schemes/0/content: a digest without {param:secret}");
    row("a token with a hash", R"({"id":"a","algorithm":"token","hash":"sha256","signature":{"from":"header:S"}})",
        "/schemes/0/hash: has no meaning with this algorithm");
    row("a token with content", R"({"id":"a","algorithm":"token","content":"{body}","signature":{"from":"header:S"}})",
        "/schemes/0/content: has no meaning");
    row("nothing with a signature", R"({"id":"a","algorithm":"none","signature":{"from":"header:S"}})",
        "/schemes/0/signature: has no meaning");
    row("an HMAC without content",
        R"({"id":"a","algorithm":"hmac","hash":"sha1","signature":{"from":"header:S","encoding":"hex"}})",
        "has no \"content\"");
    row("a JWS without algorithms", R"({"id":"a","algorithm":"jws","signature":{"from":"header:S"}})",
        "has no \"jwt_algorithms\"");
    row("a JWS that may be unsigned",
        R"({"id":"a","algorithm":"jws","jwt_algorithms":["none"],"signature":{"from":"header:S"}})",
        "\"none\" is not supported");
    row("a JWS of both kinds",
        R"({"id":"a","algorithm":"jws","jwt_algorithms":["HS256","RS256"],"key":{"encoding":"jwk"},"signature":{"from":"header:S"}})",
        "mixes HS");
    row("RSA with a text key",
        R"({"id":"a","algorithm":"rsa-pkcs1","hash":"sha256","signature":{"from":"header:S","encoding":"base64"},"content":"{body}"})",
        "the encoding of the key does not fit");
    row("RSA-PSS with MD5",
        R"({"id":"a","algorithm":"rsa-pss","hash":"md5","key":{"encoding":"pem"},"signature":{"from":"header:S","encoding":"base64"},"content":"{body}"})",
        "md5 is not used");
    row("a form without ECDSA",
        R"({"id":"a","algorithm":"hmac","hash":"sha256","signature":{"from":"header:S","encoding":"hex","form":"der"},"content":"{body}"})",
        "/schemes/0/signature/form: has meaning with ecdsa only");
    row("an item without foreach",
        R"({"id":"a","algorithm":"hmac","hash":"sha256","signature":{"from":"header:S","encoding":"hex"},"content":"{item:/a}"})",
        "uses item: but");
    row("a field without fields",
        R"({"id":"a","algorithm":"hmac","hash":"sha256","signature":{"from":"header:S","encoding":"hex"},"content":"{sig:t}"})",
        "uses sig: but");
    row("a keyed filter",
        R"({"id":"a","algorithm":"hmac","hash":"sha256","signature":{"from":"header:S","encoding":"hex"},"content":"{body|hmac_sha256_hex}"})",
        "serve challenges only");
    row("numbered from the body",
        R"({"id":"a","algorithm":"hmac","hash":"sha256","signature":{"from":"json:/s","grammar":"numbered","encoding":"hex"},"content":"{body}"})",
        "numbered needs from");
    row("too many stars", R"({"id":"a","algorithm":"token","foreach":"/*/*/*","signature":{"from":"item:/t"}})",
        "/schemes/0/foreach: must be a path");
    row("an id with blanks", R"({"id":"a b","algorithm":"none"})", "/schemes/0/id: must be lower-case");
    row("the same id twice", R"({"id":"a","algorithm":"none"},{"id":"a","algorithm":"none"})",
        "/schemes/1/id: is the id of another scheme");
    row("no scheme", "", "/schemes: is empty");
    row("no object", "1", "/schemes/0: must be an object");
}

void ProfileReaderTest::refusesSchemesWhosePartsDoNotFit()
{
    QFETCH(QByteArray, scheme);
    QFETCH(QString, error);
    const QStringList errors = errorsOf(withScheme(scheme));
    QVERIFY2(!errors.filter(error).isEmpty(), qPrintable(errors.join(u'\n')));
}

void ProfileReaderTest::acceptsSchemesWhosePartsFit_data()
{
    QTest::addColumn<QByteArray>("scheme");
    for (const char* scheme :
        { R"({"id":"a","algorithm":"none"})", R"({"id":"a","algorithm":"token","signature":{"from":"query:code"}})",
            R"({"id":"a","algorithm":"basic","signature":{"from":"header:Authorization","prefix":"Basic "}})",
            R"({"id":"a","algorithm":"digest","hash":"md5","signature":{"from":"form:hash","encoding":"hex"},"content":"{param:secret}{body}"})",
            R"({"id":"a","algorithm":"ecdsa","hash":"sha256","key":{"encoding":"spki-base64"},"signature":{"from":"header:S","encoding":"base64","form":"raw"},"content":"{body}"})",
            R"({"id":"a","algorithm":"ed25519","key":{"encoding":"ed25519-hex"},"signature":{"from":"header:S","encoding":"hex"},"content":"{header:T}{body}"})",
            R"({"id":"a","algorithm":"jws","jwt_algorithms":["HS256"],"signature":{"from":"header:S"},"claims":{"iss":"me"},"issued_at_tolerance_s":300})",
            R"({"id":"a","algorithm":"jws","jwt_algorithms":["RS256","ES256"],"key":{"encoding":"jwk"},"signature":{"from":"body"},"detached":"{body}"})",
            R"({"id":"a","algorithm":"hmac","hash":"sha512","foreach":"/a/*/b","signature":{"from":"item:/s","encoding":"base64"},"content":"{item:/x?}"})",
            R"({"id":"a","algorithm":"hmac","hash":"sha256","signature":{"from":"header:S","grammar":"positional","separator":",","names":["t"],"encoding":"hex"},"content":"{sig:t}{body}"})",
            R"({"id":"a","algorithm":"hmac","hash":"sha1","key":{"derive":"sha1","normalize":"nfkd"},"signature":{"from":"form:s","grammar":"pairs","separator":"&","assign":"|","select_param":"k","encoding":"hex"},"content":"{form:p}"})" })
        QTest::newRow(scheme) << QByteArray(scheme);
}

void ProfileReaderTest::acceptsSchemesWhosePartsFit()
{
    QFETCH(QByteArray, scheme);
    QCOMPARE(errorsOf(withScheme(scheme)), QStringList());
}

void ProfileReaderTest::tellsAllErrorsAtOnce()
{
    const QStringList errors = errorsOf(R"({"id":"A","nme":"x","schemes":[{"algorithm":"hmac"}]})");
    for (const char* place :
        { ": has no \"name\"", ": has no \"evidence\"", "/id: ", "/nme: ", "/schemes/0: has no \"id\"",
            "/schemes/0: has no \"hash\"", "/schemes/0: has no \"signature\"", "/schemes/0: has no \"content\"" })
        QVERIFY2(!errors.filter(QString::fromUtf8(place)).isEmpty(), qPrintable(errors.join(u'\n')));
}

void ProfileReaderTest::stopsCountingErrors()
{
    QByteArray json = R"({"id":"a","name":"A","evidence":"read","schemes":[{"id":"n","algorithm":"none"}])";
    for (int i = 0; i < 300; ++i)
        json += R"(,"x)" + QByteArray::number(i) + R"(":1)";
    QCOMPARE(errorsOf(QByteArray(json + '}')).size(), 100);
}

void ProfileReaderTest::refusesLargeAndDeepFiles()
{
    const QByteArray small = withScheme(R"({"id":"a","algorithm":"none"})");
    const QByteArray padding(1024 * 1024 - small.size(), ' ');
    QCOMPARE(errorsOf(QByteArray(small + padding)), QStringList());
    QCOMPARE(errorsOf(QByteArray(small + padding + ' ')),
        QStringList { u"acme.json: is larger than 1 MiB; a profile is a small file."_s });
    const auto deep = [](int levels) {
        return QByteArray(
            R"({"id":"a","name":"A","evidence":"read","schemes":[{"id":"n","algorithm":"none"}],"samples":[{"type":"t","json":)"
            + QByteArray(levels, '[') + QByteArray(levels, ']') + "}]}");
    };
    QCOMPARE(errorsOf(deep(29)), QStringList());
    QCOMPARE(errorsOf(deep(30)).size(), 1);
    QCOMPARE(errorsOf(QByteArray(100'000, '[')).size(), 1);
}

QTEST_GUILESS_MAIN(ProfileReaderTest)
#include "tst_profilereader.moc"
