// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/endpointlines.h"
#include "endpoints/endpointmodel.h"
#include "endpoints/secretmodel.h"

#include <QAbstractItemModelTester>
#include <QRegularExpression>
#include <QTest>

using namespace hookloupe;
using namespace Qt::StringLiterals;

namespace {

std::shared_ptr<const ProfileCatalog> catalog()
{
    static const auto Shipped = std::make_shared<const ProfileCatalog>(ProfileCatalog::load({}));
    return Shipped;
}

Endpoint endpointOf(qint64 id, const QByteArray& path, const QByteArray& method = {})
{
    Endpoint endpoint;
    endpoint.id = { id };
    endpoint.path = path;
    endpoint.method = method;
    return endpoint;
}

CapturedDeliveries captured()
{
    CapturedDeliveries captured;
    captured.add("POST", "/a?x=1");
    captured.add("POST", "/a");
    captured.add("PUT", "/a/b");
    captured.add("POST", "/c");
    return captured;
}

struct Fixture {
    EndpointModel model;
    QAbstractItemModelTester tester { &model, QAbstractItemModelTester::FailureReportingMode::QtTest };

    explicit Fixture(std::vector<Endpoint> endpoints, EndpointId firstFree = { 1 })
        : model(catalog(), std::move(endpoints), captured(), firstFree)
    {
    }

    QString cell(int row, int column) const { return model.index(row, column).data().toString(); }
    QStringList column(int number) const
    {
        QStringList cells;
        for (int row = 0; row < model.rowCount(); ++row)
            cells << cell(row, number);
        return cells;
    }
};

} // namespace

/// The lists of endpoints and of their secrets, as they are edited.
class tst_EndpointModel : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void defaultEndpointIsAlwaysThereAndLast();
    void saysWhatEachEndpointTakes();
    void showsProviderSecretsAndResponse();
    void idsAreNeverGivenTwice();
    void takesNoMoreThanASessionMayHave();
    void movesWithinItsBounds();
    void takesOutAndBringsBack();
    void namesWhatCannotBeUsed();
    void rowsAreSentencesForScreenReaders();
    void secretsAreListedWithoutTheirValues();
    void secretNamesAreFree();
    void linesKeepEverythingButValues();
    void linesOfStrangersAreReadWithLimits_data();
    void linesOfStrangersAreReadWithLimits();
};

void tst_EndpointModel::defaultEndpointIsAlwaysThereAndLast()
{
    Fixture without({ endpointOf(1, "/a") });
    QCOMPARE(without.column(EndpointModel::PathColumn), (QStringList { u"/a"_s, u"Every other request"_s }));

    Endpoint ours = endpointOf(0, "/");
    ours.profile = "stripe";
    Fixture with({ ours, endpointOf(1, "/a") });
    QCOMPARE(with.column(EndpointModel::ProviderColumn), (QStringList { u"by the marks of each"_s, u"Stripe"_s }));
    QVERIFY(with.model.isDefault(1));
}

void tst_EndpointModel::saysWhatEachEndpointTakes()
{
    Fixture f({ endpointOf(1, "/a"), endpointOf(2, "/a", "PUT") });
    QCOMPARE(f.column(EndpointModel::DeliveriesColumn), (QStringList { u"2"_s, u"1"_s, u"1"_s }));

    Endpoint wider = f.model.at(0);
    wider.path = "/";
    f.model.set(0, wider);

    QCOMPARE(f.column(EndpointModel::DeliveriesColumn), (QStringList { u"3"_s, u"1"_s, u"0"_s }));
    QCOMPARE(f.model.captured(), 4);
}

void tst_EndpointModel::showsProviderSecretsAndResponse()
{
    Endpoint endpoint = endpointOf(1, "/a", "POST");
    endpoint.profile = "gone";
    endpoint.secrets = { { u"live"_s, {}, { SecretSource::Kind::Memory, u"m"_s } } };
    ResponsePlan plan;
    plan.status = 503;
    endpoint.response = ResponseSequence(plan);
    Fixture f({ endpoint });

    QCOMPARE(f.cell(0, EndpointModel::MethodColumn), u"POST"_s);
    QCOMPARE(f.cell(0, EndpointModel::ProviderColumn), u"gone (no such profile)"_s);
    QCOMPARE(f.cell(0, EndpointModel::SecretsColumn), u"1"_s);
    QCOMPARE(f.cell(0, EndpointModel::ResponseColumn), u"503 Service Unavailable"_s);
    QCOMPARE(f.cell(1, EndpointModel::MethodColumn), u"any"_s);
    QCOMPARE(f.cell(1, EndpointModel::ResponseColumn), u"response bar"_s);
}

void tst_EndpointModel::idsAreNeverGivenTwice()
{
    Fixture f({ endpointOf(7, "/a") });

    const int added = f.model.add(endpointOf(0, "/b"));
    QCOMPARE(f.model.at(added).id, EndpointId { 8 });
    f.model.take(added);
    QCOMPARE(f.model.at(f.model.add(endpointOf(0, "/c"))).id, EndpointId { 9 });
    const int copy = f.model.duplicate(0);
    QCOMPARE(copy, 1);
    QCOMPARE(f.model.at(copy).id, EndpointId { 10 });
    QCOMPARE(f.model.at(f.model.duplicate(f.model.rowCount() - 1)).id, EndpointId { 11 });
    QCOMPARE(f.model.rowOf({ 9 }), 2);
    QCOMPARE(f.model.rowOf({ 8 }), -1);

    Fixture later({ endpointOf(7, "/a") }, { 20 });
    QCOMPARE(later.model.at(later.model.add(endpointOf(0, "/b"))).id, EndpointId { 20 });
}

void tst_EndpointModel::takesNoMoreThanASessionMayHave()
{
    std::vector<Endpoint> endpoints;
    for (int id = 1; id < 199; ++id)
        endpoints.push_back(endpointOf(id, "/" + QByteArray::number(id)));
    Fixture f(endpoints);
    QVERIFY(!f.model.isFull());
    f.model.add(endpointOf(0, "/one"));
    QCOMPARE(f.model.rowCount(), 200);
    QVERIFY(f.model.isFull());
    f.model.take(0);
    QVERIFY(!f.model.isFull());
}

void tst_EndpointModel::movesWithinItsBounds()
{
    Fixture f({ endpointOf(1, "/a"), endpointOf(2, "/b"), endpointOf(3, "/c") });
    QVERIFY(!f.model.canMove(0, -1));
    QVERIFY(!f.model.canMove(2, 1));
    QVERIFY(!f.model.canMove(3, -1));
    QVERIFY(!f.model.canMove(-1, 1));

    f.model.move(0, 1);
    f.model.move(2, -1);
    f.model.move(0, -1);

    QCOMPARE(
        f.column(EndpointModel::PathColumn), (QStringList { u"/b"_s, u"/c"_s, u"/a"_s, u"Every other request"_s }));
}

void tst_EndpointModel::takesOutAndBringsBack()
{
    Fixture f({ endpointOf(1, "/a"), endpointOf(2, "/c") });

    const Endpoint taken = f.model.take(0);
    QCOMPARE(f.column(EndpointModel::DeliveriesColumn), (QStringList { u"1"_s, u"3"_s }));
    f.model.restore(0, taken);

    QCOMPARE(f.model.at(0), endpointOf(1, "/a"));
    QCOMPARE(f.column(EndpointModel::DeliveriesColumn), (QStringList { u"3"_s, u"1"_s, u"0"_s }));
}

void tst_EndpointModel::namesWhatCannotBeUsed()
{
    Fixture f({ endpointOf(1, "/a"), endpointOf(2, "/a", "POST") });
    QCOMPARE(f.model.problem(), QString());

    f.model.set(1, endpointOf(2, "/a"));
    QVERIFY(f.model.isTwin(0));
    QVERIFY(f.model.problem().contains(u"/a"_s));
    f.model.set(1, endpointOf(2, "a"));
    QVERIFY(!f.model.isTwin(0));
    QVERIFY(f.model.problem().contains(u"cannot be used"_s));
    QVERIFY(f.model.index(1, 0).data(EndpointModel::FaultyRole).toBool());
    f.model.set(1, endpointOf(2, "/b"));
    QCOMPARE(f.model.problem(), QString());
}

void tst_EndpointModel::rowsAreSentencesForScreenReaders()
{
    Fixture f({ endpointOf(1, "/a", "POST") });
    QCOMPARE(f.model.index(0, 0).data(Qt::AccessibleTextRole).toString(),
        u"/a, method POST, provider by the marks of each, secrets 0, response response bar, 2 deliveries"_s);
}

void tst_EndpointModel::secretsAreListedWithoutTheirValues()
{
    const std::vector<SecretEntry> entries { { u"live"_s, "stripe", { SecretSource::Kind::Environment, u"S"_s } },
        { u"old"_s, {}, { SecretSource::Kind::Keychain, u"stripe-old-1"_s } } };
    SecretModel model(catalog(), entries);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setPresence(0, SecretPresence::Here);
    model.setPresence(1, SecretPresence::Missing, u"not here"_s);

    const auto row = [&model](int number) {
        QStringList cells;
        for (int column = 0; column < model.columnCount(); ++column)
            cells << model.index(number, column).data().toString();
        return cells;
    };
    QCOMPARE(row(0), (QStringList { u"live"_s, u"Stripe"_s, u"Variable S"_s, u"\u2713 here"_s }));
    QCOMPARE(row(1), (QStringList { u"old"_s, u"any"_s, u"System\u2019s keyring"_s, u"\u25B2 not here"_s }));
    QCOMPARE(model.entries(), entries);
    model.remove(0);
    QCOMPARE(model.rowCount(), 1);
}

void tst_EndpointModel::secretNamesAreFree()
{
    SecretModel model(catalog(), {});
    QCOMPARE(model.freeName(), u"Secret"_s);
    model.add({ u"Secret"_s, {}, {} });
    QCOMPARE(model.freeName(), u"Secret 2"_s);
    QVERIFY(model.isNameFree(0, u"Secret"_s));
    QVERIFY(!model.isNameFree(1, u"Secret"_s));
}

void tst_EndpointModel::linesKeepEverythingButValues()
{
    Endpoint endpoint = endpointOf(3, "/shops/{id}", "PUT");
    endpoint.name = u"Shop \u00e4"_s;
    endpoint.profile = "paypal";
    endpoint.values.publicUrl = "https://a.test";
    endpoint.values.params = { { "webhook_id", "WH-1" } };
    endpoint.secrets = { { u"live"_s, "paypal", { SecretSource::Kind::Keychain, u"paypal-live-1"_s } },
        { u"cert"_s, {}, { SecretSource::Kind::File, u"/a b/c.pem"_s } } };
    endpoint.answersChallenges = false;
    endpoint.response = *parseResponseSequence(u"503x2,200(body=\"a,b\")"_s);
    const std::vector<Endpoint> endpoints { endpoint, Endpoint() };

    QCOMPARE(endpointsFromLines(endpointLines(endpoints)), endpoints);
}

void tst_EndpointModel::linesOfStrangersAreReadWithLimits_data()
{
    QTest::addColumn<QByteArray>("lines");
    QTest::addColumn<int>("count");
    QTest::newRow("nothing") << QByteArray() << 0;
    QTest::newRow("no number") << QByteArray("x {\"path\":\"/\"}\n") << 0;
    QTest::newRow("a number alone") << QByteArray("1\n") << 0;
    QTest::newRow("what is none is left out") << QByteArray("1 {\"path\":\"/a\"}\n2 [\n\n3 {\"path\":\"/b\"}") << 2;
    QTest::newRow("one id counts once") << QByteArray("1 {\"path\":\"/a\"}\n1 {\"path\":\"/b\"}\n") << 1;
    QTest::newRow("a negative id is none") << QByteArray("-4 {\"path\":\"/a\"}\n") << 0;
    QByteArray many;
    for (int id = 0; id < 201; ++id)
        many += QByteArray::number(id) + " {\"path\":\"/a\"}\n";
    QTest::newRow("more than a session may have") << many << 200;
}

void tst_EndpointModel::linesOfStrangersAreReadWithLimits()
{
    QFETCH(QByteArray, lines);
    QFETCH(int, count);
    const std::vector<Endpoint> endpoints = endpointsFromLines(lines);
    QCOMPARE(std::ssize(endpoints), count);
    for (const Endpoint& endpoint : endpoints)
        QVERIFY(endpoint.id.value >= 0);
}

QTEST_GUILESS_MAIN(tst_EndpointModel)
#include "tst_endpointmodel.moc"
