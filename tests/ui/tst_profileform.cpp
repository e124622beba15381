// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/jsoneditor.h"
#include "profiles/problemmodel.h"
#include "theme/theme.h"
#include "ui/profilewindowfixture.h"

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabWidget>
#include <QToolButton>

using namespace hookloupe;
using namespace hookloupe::test;
using namespace Qt::StringLiterals;

class TestProfileForm : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s)); }

    void verdictChangesWhileTheProfileIsEdited()
    {
        ProfileWindowFixture f;
        QVERIFY(f.start());
        const SignatureVector vector = vectorOf(u"stripe"_s);
        QVERIFY(f.open("stripe"));
        f.trigger("profileCustomise");
        f.window.trial().setSelected(deliveryOf(vector));
        QTRY_VERIFY2(f.headline().contains(u"no secret"_s), qPrintable(f.headline()));
        f.child<QLineEdit>("trialSecret")->setText(QString::fromUtf8(vector.secret));
        QTRY_VERIFY2(f.headline().contains(u"valid"_s), qPrintable(f.headline()));

        auto* hash = f.child<QComboBox>("field/schemes/0/hash");
        choose(hash, "sha512");

        QTRY_VERIFY2(f.headline().contains(u"cannot be read"_s), qPrintable(f.headline()));
        choose(hash, "sha256");
        QTRY_VERIFY2(f.headline().contains(u"valid"_s), qPrintable(f.headline()));
        type(f.field("/schemes/0/content"), u"{body}"_s);
        QCOMPARE(f.window.document().outline().string("/schemes/0/content"), QByteArray("{body}"));
        QTRY_VERIFY2(f.headline().contains(u"does not match"_s), qPrintable(f.headline()));
    }

    void valuesOfTheDeliveryStandUnderTheirFields()
    {
        ProfileWindowFixture f;
        QVERIFY(f.start());
        f.window.trial().setSelected(deliveryOf(vectorOf(u"stripe"_s)));
        QVERIFY(f.open("stripe"));
        const auto isShown = [&f](const QString& text) {
            for (const QLabel* label : f.window.findChildren<QLabel*>()) {
                if (label->isVisibleTo(&f.window) && label->text() == text)
                    return true;
            }
            return false;
        };

        QTRY_VERIFY(isShown(u"= "_s + QString::number(vectorOf(u"stripe"_s).signedAt)));
        QTRY_VERIFY(isShown(u"\u2713 holds here"_s));
    }

    void fieldChangesOnlyItsPartOfTheText()
    {
        ProfileWindowFixture f;
        QVERIFY(f.start());
        QVERIFY(f.open("stripe"));
        const QByteArray before = f.text();
        f.idOfCopy = "stripe-own";
        f.trigger("profileCustomise");
        const QByteArray copied = QByteArray(before).replace("\"id\": \"stripe\"", "\"id\": \"stripe-own\"");
        QCOMPARE(f.text(), copied);

        type(f.field("/name"), u"My \"Stripe\""_s);

        const QByteArray named = QByteArray(copied).replace("\"Stripe\"", "\"My \\\"Stripe\\\"\"");
        QCOMPARE(f.text(), named);
        type(f.field("/event/type"), u"json:/kind"_s);
        QCOMPARE(f.text(), QByteArray(named).replace("\"json:/type\"", "\"json:/kind\""));
        auto* tolerance = f.child<QSpinBox>("field/schemes/0/time/tolerance_s");
        tolerance->setValue(60);
        QVERIFY(f.text().contains("\"tolerance_s\": 60}"));
        f.field("/schemes/0/time/from")->setFocus();
        f.field("/schemes/0/time/from")->selectAll();
        QTest::keyClick(f.field("/schemes/0/time/from"), Qt::Key_Delete);
        QVERIFY2(!f.text().contains("tolerance_s"), f.text().constData());
    }

    void changeOfTheFormCanBeUndone()
    {
        ProfileWindowFixture f;
        QVERIFY(f.start());
        QVERIFY(f.open("stripe"));
        f.trigger("profileCustomise");
        const QByteArray before = f.text();
        choose(f.child<QComboBox>("field/evidence"), "cited");
        QVERIFY(f.text() != before);

        f.trigger("profileUndo");

        QCOMPARE(f.text(), before);
        QCOMPARE(f.child<QComboBox>("field/evidence")->currentData().toByteArray(), QByteArray("read"));
    }

    void typingOnTheJsonSideFillsTheForm()
    {
        ProfileWindowFixture f;
        QVERIFY(f.start());
        f.trigger("profileNew");
        auto* editor = f.window.findChild<JsonEditor*>();

        editor->apply({ 0, editor->text().size(), newProfileText(ProfileTemplate::Token, "other", u"Other"_s) });
        emit editor->textEdited(editor->text());

        QCOMPARE(f.field("/id")->text(), u"other"_s);
        QCOMPARE(f.child<QComboBox>("field/schemes/0/algorithm")->currentData().toByteArray(), QByteArray("token"));
        QVERIFY(!f.child<QComboBox>("field/schemes/0/hash")->isVisibleTo(&f.window));
    }

    void errorIsMarkedAtItsLine_data()
    {
        QTest::addColumn<QByteArray>("old");
        QTest::addColumn<QByteArray>("now");
        QTest::addColumn<int>("line");
        QTest::addColumn<QByteArray>("marked");

        QTest::newRow("an unknown word") << QByteArray("\"sha256\",") << QByteArray("\"sha9\",") << 10
                                         << QByteArray("\"hash\": \"sha9\"");
        QTest::newRow("an unknown key") << QByteArray("\"hash\"") << QByteArray("\"hush\"") << 10
                                        << QByteArray("\"hush\": \"sha256\"");
        QTest::newRow("no JSON") << QByteArray("\"hash\": ") << QByteArray("\"hash\"; ") << 10 << QByteArray(";");
    }

    void errorIsMarkedAtItsLine()
    {
        QFETCH(QByteArray, old);
        QFETCH(QByteArray, now);
        QFETCH(int, line);
        QFETCH(QByteArray, marked);
        ProfileWindowFixture f;
        QVERIFY(f.start());
        f.trigger("profileNew");
        auto* editor = f.window.findChild<JsonEditor*>();
        auto* model = f.window.findChild<ProblemModel*>();
        const QAbstractItemModelTester tester(model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const qsizetype at = f.text().indexOf(old);
        QVERIFY(at > 0);

        editor->apply({ at, at + old.size(), now });
        emit editor->textEdited(editor->text());

        QTRY_VERIFY(!editor->markedLines().empty());
        const std::vector<int> lines = editor->markedLines();
        QVERIFY2(
            std::find(lines.begin(), lines.end(), line) != lines.end(), qPrintable(QString::number(lines.front())));
        QVERIFY(f.child<QTreeView>("problemList")->isVisible());
        QVERIFY(f.headline().contains(u"cannot be used"_s));
        const ProfileProblem problem = model->problems().back();
        QCOMPARE(f.text().mid(problem.begin, problem.end - problem.begin), marked);
        emit f.child<QTreeView>("problemList")->activated(model->index(model->rowCount() - 1, 0));
        QCOMPARE(f.child<QTabWidget>("profileTabs")->currentIndex(), 1);
        QCOMPARE(editor->caret(), problem.end);
    }

    void formStepsBackWhileTheTextIsBroken()
    {
        ProfileWindowFixture f;
        QVERIFY(f.start());
        f.trigger("profileNew");
        const QByteArray whole = f.text();

        f.window.document().setText(whole.chopped(3));
        QVERIFY(f.child<QLabel>("formBroken")->isVisibleTo(&f.window));
        f.window.document().setText(whole);

        QVERIFY(!f.child<QLabel>("formBroken")->isVisibleTo(&f.window));
        QCOMPARE(f.field("/id")->text(), u"acme"_s);
    }

    void survivesAnyText_data()
    {
        QTest::addColumn<QByteArray>("text");

        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("an array") << QByteArray("[]");
        QTest::newRow("other kinds") << QByteArray(
            "{\"id\": 1, \"schemes\": {}, \"recognize\": [[], 1, {\"when\": \"x\"}],"
            " \"event\": [], \"sources\": {\"a\": 1}, \"assumed\": 1, \"name\": null}");
        QTest::newRow("keys twice") << QByteArray(
            "{\"id\": \"a\", \"id\": \"b\", \"schemes\": [{\"id\": \"x\"}, {\"id\": \"x\"}]}");
        QTest::newRow("no UTF-8") << QByteArray("{\"id\": \"\xff\xfe\"}");
        QTest::newRow("a NUL") << QByteArray("{\"id\": \"a\0b\"}", 13);
        QTest::newRow("deep") << QByteArray(QByteArray(100000, '[') + QByteArray(100000, ']'));
        QTest::newRow("larger than a profile may be") << QByteArray('"' + QByteArray(1200000, 'x') + '"');
    }

    void survivesAnyText()
    {
        QFETCH(QByteArray, text);
        ProfileWindowFixture f;
        f.put("odd.json", text);
        QVERIFY(f.start());
        f.window.trial().setSelected(deliveryOf(vectorOf(u"stripe"_s)));
        f.trigger("profileNew");

        f.window.document().setText(text);

        QTRY_VERIFY(f.headline().contains(u"cannot be used"_s));
        QVERIFY(!f.window.save());
    }

    void schemesAreChosenAddedAndRemoved()
    {
        ProfileWindowFixture f;
        QVERIFY(f.start());
        QVERIFY(f.open("redeam"));
        f.trigger("profileCustomise");
        auto* chooser = f.child<QComboBox>("schemeChooser");
        const int count = chooser->count();
        QVERIFY(count > 1);
        const QByteArray before = f.text();

        f.child<QPushButton>("schemeAdd")->click();
        QCOMPARE(chooser->count(), count + 1);
        QCOMPARE(chooser->currentIndex(), count);
        const QByteArray place = "/schemes/" + QByteArray::number(count) + "/id";
        type(f.field(place.constData()), u"another"_s);
        QCOMPARE(f.window.document().outline().string(place), QByteArray("another"));
        f.child<QPushButton>("schemeRemove")->click();

        QCOMPARE(chooser->count(), count);
        QCOMPARE(f.text(), before);
    }

    void recognitionMarksAreEditedInPlace()
    {
        ProfileWindowFixture f;
        QVERIFY(f.start());
        f.trigger("profileNew");
        const QByteArray before = f.text();

        type(f.child<QLineEdit>("mark0.0"), u"header:X-Other"_s);

        QCOMPARE(
            f.text(), QByteArray(before).replace("\"has\": \"header:X-Signature\"", "\"has\": \"header:X-Other\""));
        f.child<QPushButton>("ruleAdd")->click();
        QVERIFY(f.window.document().outline().find("/recognize/1/when/has"));
        QVERIFY(profileProblems(f.text()).empty());
    }

    void valueOfTheDeliveryIsPicked()
    {
        ProfileWindowFixture f;
        QVERIFY(f.start());
        f.window.trial().setSelected(deliveryOf(vectorOf(u"stripe"_s)));
        f.trigger("profileNew");
        const auto pick = [&f](const char* pointer, const QString& filter) {
            auto* button = f.field(pointer)->parentWidget()->findChild<QToolButton*>();
            QVERIFY(button);
            button->click();
            auto* search = f.child<QLineEdit>("locatorFilter");
            QVERIFY(search);
            QTest::keyClicks(search, filter);
            QTest::keyClick(search, Qt::Key_Return);
            QTRY_VERIFY(!f.child<QLineEdit>("locatorFilter"));
        };

        pick("/event/resource", u"data/object/id"_s);
        pick("/schemes/0/content", u"stripe-sig"_s);

        QCOMPARE(f.window.document().outline().string("/event/resource"), QByteArray("json:/data/object/id"));
        QCOMPARE(
            f.window.document().outline().string("/schemes/0/content"), QByteArray("{body}{header:Stripe-Signature}"));
    }

    void everyTemplateIsAProfile()
    {
        for (const ProfileTemplate from :
            { ProfileTemplate::HmacBody, ProfileTemplate::HmacTime, ProfileTemplate::StandardWebhooks,
                ProfileTemplate::Token, ProfileTemplate::PublicKey, ProfileTemplate::Unsigned }) {
            const auto problems = profileProblems(newProfileText(from, "acme", u"A \"quoted\" name"_s, "X-A\"b"));
            QVERIFY2(problems.empty(), qPrintable(problems.empty() ? QString() : problems.front().detail));
        }
    }
};

int main(int argc, char** argv)
{
    QApplication program(argc, argv);
    applyTheme(ThemeChoice::Light);
    TestProfileForm test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_profileform.moc"
