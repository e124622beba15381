// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/checkpointer.h"
#include "support/journalfixture.h"

#include <QFile>
#include <QFileInfo>
#include <QTest>

using namespace hookloupe;
using namespace Qt::StringLiterals;

/// How the WAL grows and goes while a session is written.
class TestCheckpointer final : public JournalFixture {
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }

    void theWalIsNotTakenAwayWhileCommitsKeepComing();
    void theWalIsEmptiedWhenNothingComesAnyMore();

private:
    qint64 walBytes() const { return QFileInfo(m_file + u"-wal"_s).size(); }

    void append(qint64 id, qsizetype bodyBytes)
    {
        auto request = std::make_shared<Request>();
        request->head = RequestHead::parse("POST /a HTTP/1.1\r\n\r\n");
        request->body = Body(QByteArray(bodyBytes, 'b'));
        request->anomalies = request->head.anomalies();
        m_journal->append({ { id }, request, std::make_shared<const Response>(), false });
    }
};

void TestCheckpointer::theWalIsNotTakenAwayWhileCommitsKeepComing()
{
    // As much as makes several passive checkpoints, and no restart.
    constexpr qsizetype BodyBytes = 48 << 10;
    constexpr qint64 Deliveries = (Checkpointer::RestartPages * (qint64(32) << 10)) * 2 / 3 / BodyBytes;
    openJournal();

    qint64 largest = 0;
    for (qint64 id = 1; id <= Deliveries; ++id) {
        append(id, BodyBytes);
        if (id % 4 == 0)
            m_journal->flush();
        const qint64 now = walBytes();
        QVERIFY2(now >= largest, qPrintable(u"%1 after %2 bytes"_s.arg(now).arg(largest)));
        largest = now;
    }
    QVERIFY(largest > 2 * Checkpointer::PassivePages * (qint64(32) << 10));
}

void TestCheckpointer::theWalIsEmptiedWhenNothingComesAnyMore()
{
    openJournal();
    append(1, 1024);
    m_journal->flush();

    QVERIFY(walBytes() > 0);
    QTRY_COMPARE_WITH_TIMEOUT(walBytes(), qint64(0), 10'000);
}

QTEST_GUILESS_MAIN(TestCheckpointer)
#include "tst_checkpointer.moc"
