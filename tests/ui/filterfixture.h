// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "filter/filtersearch.h"
#include "query/filterparser.h"
#include "support/journalfixture.h"

#include <QAbstractItemModelTester>

namespace hookloupe {

using namespace Qt::StringLiterals;

inline QByteArray numbered(qint64 id)
{
    return "{\"n\":" + QByteArray::number(id) + "}";
}

/// A table with a filter over a session of its own, and a clock that stands still.
class FilterFixture : public JournalFixture {
protected:
    static constexpr SystemTime FirstNow { std::chrono::seconds(1'767'225'600 + 3600) };

    void beginTable()
    {
        begin();
        m_model = std::make_unique<DeliveryTableModel>();
        m_tester = std::make_unique<QAbstractItemModelTester>(m_model.get());
        m_now = FirstNow;
        m_search = std::make_unique<FilterSearch>(*m_model, [this] { return m_now; });
        openJournal();
    }

    void endTable()
    {
        m_search.reset();
        m_tester.reset();
        m_model.reset();
        end();
    }

    void store(qint64 first, qint64 last)
    {
        for (qint64 id = first; id <= last; ++id)
            m_journal->append(plainDelivery(id, numbered(id)));
        m_journal->flush();
    }

    /// Into the table, as the loader does it.
    void load()
    {
        if (m_model->totalCount() == 0)
            m_search->setSession(m_file);
        m_model->append(reader()->summariesAfter(m_model->lastId(), 100'000));
    }

    /// As what is captured comes.
    void come(const std::vector<Delivery>& deliveries)
    {
        std::vector<DeliverySummary> summaries;
        for (const Delivery& delivery : deliveries) {
            m_journal->append(delivery);
            summaries.push_back(summaryOf(delivery));
        }
        m_journal->flush();
        m_search->judge(deliveries);
        m_model->append(summaries);
    }

    void know(qint64 id, const DeliveryFacts& facts)
    {
        m_journal->setFacts({ { { id }, facts } });
        m_journal->flush();
        Delivery delivery = deliveryWith(id, facts);
        m_model->updateFacts({ summaryOf(delivery) });
        m_search->noteChanged({ { id } });
    }

    void setFilter(const QString& text)
    {
        const auto filter = parseFilter(text);
        QVERIFY(filter);
        m_search->setFilter(*filter);
    }

    QString rows() const
    {
        QStringList all;
        for (int row = 0; row < m_model->rowCount(); ++row)
            all << QString::number(m_model->idAt(row).value);
        return all.join(u' ');
    }

    std::unique_ptr<DeliveryTableModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
    std::unique_ptr<FilterSearch> m_search;
    SystemTime m_now;
};

} // namespace hookloupe
