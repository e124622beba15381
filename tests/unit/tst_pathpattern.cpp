// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/pathpattern.h"

#include <QRegularExpression>
#include <QTest>

using namespace hookloupe;
using namespace Qt::StringLiterals;

class tst_PathPattern : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void takesWholeSteps_data()
    {
        QTest::addColumn<QByteArray>("pattern");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<bool>("isTaken");
        const auto row = [](const char* pattern, const char* path, bool isTaken) {
            QTest::addRow("%s against %s", pattern, path) << QByteArray(pattern) << QByteArray(path) << isTaken;
        };
        row("/", "/", true);
        row("/", "/a/b", true);
        row("/", "*", true);
        row("/", "", true);
        row("/hooks", "/hooks", true);
        row("/hooks", "/hooks/", true);
        row("/hooks", "/hooks/a", true);
        row("/hooks", "/hooksome", false);
        row("/hooks", "/Hooks", false);
        row("/hooks", "/", false);
        row("/hooks", "hooks", false);
        row("/hooks/", "/hooks", true);
        row("/a%20b", "/a%20b", true);
        row("/a%20b", "/a b", false);
        row("/a/{id}", "/a/7", true);
        row("/a/{id}", "/a/", false);
        row("/a/{id}", "/a", false);
        row("/a/{id}/b", "/a/7/b/c", true);
        row("/a/{id}/b", "/a/7/8/b", false);
        row("/a/*", "/a/", true);
        row("/a/*", "/a", false);
        row("/a/*/b", "/a//b", true);
        row("/a/*/b", "/a/x/y/b", false);
        row("/v*", "/v1", true);
        row("/v*", "/v", true);
        row("/v*x", "/vx", true);
        row("/v*x", "/v", false);
        row("/ab*ba", "/aba", false);
        row("/ab*ba", "/abba", true);
        row("/*-*.json", "/a-b.json", true);
        row("/*-*.json", "/ab.json", false);
        row("/a*b*c*d", "/a1b2c3d", true);
        row("/a*b*c*d", "/a1c2b3d", false);
        row("/**", "/x", true);
    }

    void takesWholeSteps()
    {
        QFETCH(QByteArray, pattern);
        QFETCH(QByteArray, path);
        const auto parsed = PathPattern::parse(pattern);
        QVERIFY(parsed);
        QTEST(parsed->match(path).has_value(), "isTaken");
    }

    void namesTheStepsInBraces()
    {
        const auto pattern = PathPattern::parse("/shops/{shop}/{event-type}");
        QVERIFY(pattern);
        const auto named = pattern->match("/shops/7/paid/more");
        QVERIFY(named);
        QCOMPARE(*named, (PathPattern::NamedSteps { { "shop", "7" }, { "event-type", "paid" } }));
    }

    void refusesWhatIsNoPattern_data()
    {
        QTest::addColumn<QByteArray>("pattern");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no slash") << QByteArray("hooks");
        QTest::newRow("query") << QByteArray("/hooks?x=1");
        QTest::newRow("fragment") << QByteArray("/hooks#a");
        QTest::newRow("blank") << QByteArray("/a b");
        QTest::newRow("NUL") << QByteArray("/a\0b", 4);
        QTest::newRow("empty step") << QByteArray("/a//b");
        QTest::newRow("empty name") << QByteArray("/{}");
        QTest::newRow("name within a step") << QByteArray("/a{id}");
        QTest::newRow("open brace") << QByteArray("/{id");
        QTest::newRow("name with a star") << QByteArray("/{i*}");
        QTest::newRow("name twice") << QByteArray("/{id}/{id}");
        QTest::newRow("one byte too long") << QByteArray('/' + QByteArray(PathPattern::MaxBytes, 'a'));
        QTest::newRow("one step too many") << QByteArray("/a").repeated(PathPattern::MaxSteps + 1);
    }

    void refusesWhatIsNoPattern()
    {
        QFETCH(QByteArray, pattern);
        const auto parsed = PathPattern::parse(pattern);
        QVERIFY(!parsed);
        QVERIFY(parsed.error().endsWith(u'.'));
    }

    void takesThemUpToTheirLimits()
    {
        QVERIFY(PathPattern::parse(QByteArray('/' + QByteArray(PathPattern::MaxBytes - 1, 'a'))));
        QVERIFY(PathPattern::parse(QByteArray("/a").repeated(PathPattern::MaxSteps)));
    }

    void ordersThemByWhatTheySay()
    {
        const QByteArrayList ordered { "/a/b/c", "/a/b", "/a/bc*", "/a/b*", "/a/{id}/x", "/a/{id}", "/a", "/*", "/{x}",
            "/" };
        for (qsizetype i = 0; i < ordered.size(); ++i) {
            for (qsizetype j = 0; j < ordered.size(); ++j) {
                const auto left = PathPattern::parse(ordered[i]);
                const auto right = PathPattern::parse(ordered[j]);
                QVERIFY(left && right);
                const auto order = left->specificity(*right);
                QVERIFY2(i == j ? order == 0 : (i < j ? order > 0 : order < 0),
                    QByteArray(ordered[i] + " against " + ordered[j]).constData());
            }
        }
    }

    void findsThePathOfATarget_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("path");
        QTest::newRow("origin form") << QByteArray("/a/b?x=/c") << QByteArray("/a/b");
        QTest::newRow("absolute form") << QByteArray("http://h:1/a?x") << QByteArray("/a");
        QTest::newRow("absolute form without path") << QByteArray("http://h?x") << QByteArray("/");
        QTest::newRow("asterisk") << QByteArray("*") << QByteArray("*");
        QTest::newRow("a URL within the query") << QByteArray("/a?u=http://h/b") << QByteArray("/a");
        QTest::newRow("empty") << QByteArray() << QByteArray();
    }

    void findsThePathOfATarget()
    {
        QFETCH(QByteArray, target);
        QTEST(pathOfTarget(target).toByteArray(), "path");
    }
};

QTEST_GUILESS_MAIN(tst_PathPattern)
#include "tst_pathpattern.moc"
