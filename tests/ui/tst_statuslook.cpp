// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/attemptlook.h"
#include "theme/theme.h"
#include "theme/tones.h"

#include <QSet>
#include <QTest>

using namespace hookloupe;
using namespace Qt::StringLiterals;

class TestStatusLook : public QObject {
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void everyStateHasAGlyphAndAWordOfItsOwn()
    {
        QSet<QChar> glyphs;
        QSet<QString> words;
        for (const ResponseState state : AllResponseStates) {
            const StatusLook look = statusLook(state);
            QVERIFY(!look.glyph.isNull());
            QVERIFY2(!glyphs.contains(look.glyph), qPrintable(look.word));
            QVERIFY2(!look.word.isEmpty() && !words.contains(look.word), qPrintable(look.word));
            glyphs.insert(look.glyph);
            words.insert(look.word);
        }
    }

    void everySignatureStateHasAGlyphAndAWordOfItsOwn()
    {
        QSet<QChar> glyphs;
        QSet<QString> words;
        for (const SignatureState state : AllSignatureStates) {
            const StatusLook look = statusLook(state);
            QVERIFY(!look.glyph.isNull());
            QVERIFY2(!glyphs.contains(look.glyph), qPrintable(look.word));
            QVERIFY2(!look.word.isEmpty() && !words.contains(look.word), qPrintable(look.word));
            QVERIFY(signatureText(state).contains(look.glyph) && signatureText(state).contains(look.word));
            glyphs.insert(look.glyph);
            words.insert(look.word);
        }
    }

    void everyReactionHasAGlyphAndAWordOfItsOwn()
    {
        QSet<QChar> glyphs;
        QSet<QString> words;
        for (const ReactionKind kind : AllReactionKinds) {
            const StatusLook look = statusLook(kind);
            QVERIFY(!look.glyph.isNull());
            QVERIFY2(!glyphs.contains(look.glyph), qPrintable(look.word));
            QVERIFY2(!look.word.isEmpty() && !words.contains(look.word), qPrintable(look.word));
            glyphs.insert(look.glyph);
            words.insert(look.word);
        }
        QCOMPARE(glyphs.size(), 6);
    }

    void everyKindOfDeliveryAndStaleHaveAGlyphAndAWordOfTheirOwn()
    {
        QSet<QChar> glyphs { staleLook().glyph };
        QSet<QString> words { staleLook().word };
        for (const MessageKind kind : AllMessageKinds) {
            const StatusLook look = statusLook(kind);
            QVERIFY(!look.glyph.isNull());
            QVERIFY2(!glyphs.contains(look.glyph), qPrintable(look.word));
            QVERIFY2(!look.word.isEmpty() && !words.contains(look.word), qPrintable(look.word));
            glyphs.insert(look.glyph);
            words.insert(look.word);
            QCOMPARE(messageLook(kind, false).glyph, look.glyph);
            QCOMPARE(messageLook(kind, true).glyph, staleLook().glyph);
        }
        QCOMPARE(glyphs.size(), 5);
    }

    void classes_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<Fault>("fault");
        QTest::addColumn<ResponseState>("state");

        QTest::newRow("100") << 100 << Fault::None << ResponseState::Interim;
        QTest::newRow("199") << 199 << Fault::None << ResponseState::Interim;
        QTest::newRow("200") << 200 << Fault::None << ResponseState::Accepted;
        QTest::newRow("299") << 299 << Fault::None << ResponseState::Accepted;
        QTest::newRow("300") << 300 << Fault::None << ResponseState::Redirected;
        QTest::newRow("400") << 400 << Fault::None << ResponseState::Refused;
        QTest::newRow("499") << 499 << Fault::None << ResponseState::Refused;
        QTest::newRow("500") << 500 << Fault::None << ResponseState::Failed;
        QTest::newRow("600 is in no class") << 600 << Fault::None << ResponseState::Unusual;
        QTest::newRow("a fault counts more than its status") << 200 << Fault::Truncate << ResponseState::CutShort;
        QTest::newRow("timeout") << 200 << Fault::Timeout << ResponseState::TimedOut;
        QTest::newRow("reset") << 200 << Fault::Reset << ResponseState::WasReset;
        QTest::newRow("close") << 200 << Fault::Close << ResponseState::Closed;
        QTest::newRow("garbage") << 200 << Fault::Garbage << ResponseState::Garbled;
    }

    void classes()
    {
        QFETCH(int, status);
        QFETCH(Fault, fault);
        QFETCH(ResponseState, state);

        QCOMPARE(responseState(status, fault), state);
    }

    void tonesCanBeRead_data()
    {
        QTest::addColumn<ThemeChoice>("theme");
        QTest::addColumn<QList<QColor>>("grounds");

        const auto grounds = [](ThemeChoice choice) {
            const QPalette palette = themePalette(choice);
            return QList<QColor> { palette.color(QPalette::Base), palette.color(QPalette::Window),
                palette.color(QPalette::AlternateBase),
                mixed(palette.color(QPalette::Base), toneColor(Tone::Danger, palette), 0.06) };
        };
        QTest::newRow("light") << ThemeChoice::Light
                               << grounds(ThemeChoice::Light)
                + QList<QColor> { QColor(0xff, 0xff, 0xff), QColor(0xf6, 0xf6, 0xf6), QColor(0xef, 0xf0, 0xf1) };
        QTest::newRow("dark") << ThemeChoice::Dark
                              << grounds(ThemeChoice::Dark)
                + QList<QColor> { QColor(0x1e, 0x1e, 0x1e), QColor(0x2d, 0x2d, 0x2d) };
        QTest::newRow("high contrast") << ThemeChoice::HighContrast << grounds(ThemeChoice::HighContrast);
    }

    void tonesCanBeRead()
    {
        QFETCH(ThemeChoice, theme);
        QFETCH(QList<QColor>, grounds);
        const QPalette palette = themePalette(theme);
        for (const QColor& ground : grounds) {
            for (const Tone tone : { Tone::Ok, Tone::Info, Tone::Warning, Tone::Danger, Tone::Neutral }) {
                const double ratio = contrastRatio(toneColor(tone, palette), ground);
                QVERIFY2(ratio >= 4.5, qPrintable(u"tone %1 on %2: %3"_s.arg(int(tone)).arg(ground.name()).arg(ratio)));
            }
        }
    }

    void palettesCanBeRead_data()
    {
        QTest::addColumn<ThemeChoice>("theme");
        QTest::addColumn<double>("least");
        QTest::newRow("light") << ThemeChoice::Light << 4.5;
        QTest::newRow("dark") << ThemeChoice::Dark << 4.5;
        QTest::newRow("high contrast") << ThemeChoice::HighContrast << 7.0;
    }

    void palettesCanBeRead()
    {
        QFETCH(ThemeChoice, theme);
        QFETCH(double, least);
        const QPalette palette = themePalette(theme);
        const auto ratio = [&palette](QPalette::ColorRole ink, QPalette::ColorRole ground) {
            return contrastRatio(palette.color(ink), palette.color(ground));
        };
        QCOMPARE_GE(ratio(QPalette::WindowText, QPalette::Window), least);
        QCOMPARE_GE(ratio(QPalette::Text, QPalette::Base), least);
        QCOMPARE_GE(ratio(QPalette::ButtonText, QPalette::Button), least);
        QCOMPARE_GE(ratio(QPalette::HighlightedText, QPalette::Highlight), least);
        QCOMPARE_GE(ratio(QPalette::PlaceholderText, QPalette::Base), 4.5);
        QCOMPARE_GE(ratio(QPalette::Link, QPalette::Base), least);
    }
};

QTEST_MAIN(TestStatusLook)
#include "tst_statuslook.moc"
