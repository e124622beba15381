// SPDX-License-Identifier: GPL-3.0-or-later
// What a filter costs in a session of many deliveries: prints figures, judges nothing.
#include "filter/filtersearch.h"
#include "query/filterparser.h"
#include "support/journalfixture.h"

#include <QElapsedTimer>

#include <cstdio>
#include <ctime>

using namespace hookloupe;
using namespace Qt::StringLiterals;

namespace {

/// Of this thread, nanoseconds: what other programs take does not count.
qint64 ownTime()
{
    timespec time {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return qint64(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

} // namespace

class BenchFilterSearch final : public JournalFixture {
    Q_OBJECT

private slots:
    void aLargeSession()
    {
        begin();
        openJournal();
        const qint64 count = qEnvironmentVariableIntValue("HOOKLOUPE_BENCH_ROWS") > 0
            ? qEnvironmentVariableIntValue("HOOKLOUPE_BENCH_ROWS")
            : 1'000'000;
        const QByteArray filling(400, 'x');
        for (qint64 id = 1; id <= count; ++id) {
            const QByteArray number = QByteArray::number(id);
            m_journal->append(plainDelivery(id, "{\"n\":" + number + ",\"text\":\"" + filling + "\"}"));
            if (id % 20'000 == 0)
                m_journal->flush();
        }
        m_journal->flush();
        m_search.setSession(m_file);
        const auto session = reader();
        while (m_model.totalCount() < count)
            m_model.append(session->summariesAfter(m_model.lastId(), 5000));
        std::printf("%lld deliveries\n", static_cast<long long>(count));
        for (const char* text : { "status:200", "path:/hooks/*77", "id:<100 body:n", "json.n:>10", "body:n",
                 "body:\"\\\"n\\\":77,\"", "hooks/77" })
            measure(text);
        end();
    }

private:
    void measure(const char* text)
    {
        m_search.setFilter({});
        settle();
        const auto filter = parseFilter(QString::fromLatin1(text));
        QVERIFY(filter);
        qint64 first = -1;
        QElapsedTimer all;
        const auto watch = connect(&m_model, &DeliveryTableModel::countsChanged, this, [&] {
            if (first < 0 && m_model.filter()->expression().kind != FilterExpression::Kind::All
                && !m_model.isArranging() && m_model.rowCount() > 0)
                first = all.elapsed();
        });
        all.start();
        qint64 before = ownTime();
        m_search.setFilter(*filter);
        qint64 longest = ownTime() - before;
        while (m_search.isSearching() || m_model.isArranging()) {
            before = ownTime();
            QCoreApplication::processEvents();
            longest = std::max(longest, ownTime() - before);
        }
        disconnect(watch);
        std::printf("  %-24s first after %lld ms, all after %lld ms, longest hold-up %.1f ms, %d rows\n", text,
            static_cast<long long>(first), static_cast<long long>(all.elapsed()), double(longest) / 1e6,
            m_model.rowCount());
    }

    void settle()
    {
        while (m_search.isSearching() || m_model.isArranging())
            QCoreApplication::processEvents();
    }

    DeliveryTableModel m_model;
    FilterSearch m_search { m_model };
};

QTEST_GUILESS_MAIN(BenchFilterSearch)
#include "bench_filtersearch.moc"
