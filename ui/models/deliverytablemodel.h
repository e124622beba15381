// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/arrangementjob.h"
#include "models/deliverycolumn.h"
#include "models/deliveryfilter.h"
#include "models/deliveryrows.h"
#include "models/deliverytext.h"

#include <QAbstractTableModel>
#include <QBasicTimer>

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace hookloupe {

/// The deliveries of a session as a table that is filtered and sorted while it stays live.
///
/// Data only: colours, icons and fonts belong to the delegate. In the order of arrival and without a filter, the table
/// is the rows themselves; otherwise a list of their keys. That list is made in slices while the event loop is idle,
/// so a million rows never hold up the window. GUI thread only.
class DeliveryTableModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Role {
        IdRole = Qt::UserRole, ///< qint64, of DeliveryId
        SortRole, ///< the cell's value in its own type, for copying and tests
        StateRole, ///< int, of ResponseState
        PinnedRole, ///< bool
        FaultyRole, ///< bool: the request is not a whole, well-formed one
        SignatureRole, ///< int, of SignatureState
        KindRole, ///< int, of MessageKind; none where it is not known
        StaleRole, ///< bool
        ReactionRole, ///< int, of ReactionKind; none where it is not known
    };

    /// Rows on their way out, which can still come back.
    struct TakenRows {
        std::deque<DeliveryRow> rows;
        std::vector<DeliveryId> ids() const;
    };

    explicit DeliveryTableModel(QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    /// By any column; live rows keep coming in at their place.
    void sort(int column, Qt::SortOrder order) override;

    /// All deliveries, those that the filter hides included.
    qsizetype totalCount() const { return m_rows.size(); }
    DeliveryId firstId() const { return m_rows.firstId(); }
    DeliveryId lastId() const { return m_rows.lastId(); }
    DeliveryId idAt(int row) const;
    /// -1 where it is not there or not shown. O(log n).
    int rowOf(DeliveryId id) const;
    DeliverySummary summaryAt(int row) const;
    /// The newest deliveries, those that the filter hides included, the newest first; at most \p limit.
    std::vector<DeliverySummary> newest(qsizetype limit) const;
    /// True also for one that the filter hides.
    bool has(DeliveryId id) const { return m_rows.find(id) >= 0; }
    bool isPinned(DeliveryId id) const;
    /// What is wanted; in force once arranged() has come. Never null.
    const DeliveryFilterPtr& filter() const { return m_wantedFilter; }
    DeliveryColumn sortColumn() const { return m_column; }
    /// True while a filter or an order is being worked out; the table shows the one before.
    bool isArranging() const { return m_job != nullptr; }
    /// True when the newest delivery is the last row, false when it is the first; nothing when they are sorted.
    std::optional<bool> isNewestLast() const;
    qint64 memoryBytes() const;

    /// For a model on top: the rows as they are kept, in the order of arrival, whatever is shown of them.
    const DeliveryRows& rows() const { return m_rows; }
    /// \return the place within rows() of what a row of the table shows
    qsizetype storedAt(int row) const { return indexAt(row); }
    bool isShown(qsizetype stored) const { return positionOf(stored) >= 0; }
    /// Nothing is hidden, and nothing is sorted but by arrival.
    bool isShownWhole() const { return !m_keys; }
    QVariant storedData(qsizetype stored, int column, int role) const;
    /// Keeps what retention removes until it is set free again: for work in slices.
    void holdRemovals(bool isHeld);

    /// \param batch  ascending ids; what is not newer than the newest is ignored. One insertion.
    void append(const std::vector<DeliverySummary>& batch);
    /// \param page  ascending ids; what is not older than the oldest is ignored. One insertion.
    void prepend(const std::vector<DeliverySummary>& page);
    void setPinned(const std::vector<DeliveryId>& ids, bool isPinned);
    /// More is known of deliveries that are in the table: provider, event and signature are taken over. What is
    /// filtered or sorted by them is arranged anew where it has to be; otherwise each run of rows is one change.
    void updateFacts(const std::vector<DeliverySummary>& summaries);
    /// The same for what is told of deliveries as attempts of their messages.
    void updateAttempts(const std::vector<std::pair<DeliveryId, AttemptSummary>>& attempts);
    /// What providers are called where their ids are not to be shown.
    void setProviderNames(ProviderNames names);
    /// \param filter  null: everything is shown. Who finds out what rows cannot answer calls refilter() afterwards.
    void setFilter(DeliveryFilterPtr filter);
    /// What the filter says of these may have changed: shows and hides them where they belong.
    void refilter(const std::vector<DeliveryId>& ids);
    /// Counts the filter's times from another moment.
    void setFilterTime(SystemTime now);
    /// True while rows come or go that were there before: they are no news.
    bool isRefiltering() const { return m_isRefiltering; }
    const ProviderNames& providerNames() const { return m_names; }

    TakenRows take(std::vector<DeliveryId> ids);
    TakenRows takeAll();
    void restore(TakenRows taken);
    void forget(const TakenRows& taken);
    /// For what retention removed: it does not come back.
    void remove(std::vector<DeliveryId> ids);
    void clear();
    /// Tells views that what depends on words or looks must be asked for again.
    void refreshTexts();

signals:
    /// How many there are or how many are shown has changed.
    void countsChanged();
    /// A filter or an order has come into force.
    void arranged();

    // Of rows(), whatever is shown of them.
    /// Before those that match are shown where a filter or an order is in force.
    void rowsStored(qsizetype count, bool areNewest);
    /// \param stored  ascending
    void rowsAboutToBeTaken(const std::vector<qsizetype>& stored);
    void rowsTaken(const std::vector<qsizetype>& stored);
    void rowsAboutToChange(const std::vector<qsizetype>& stored);
    void rowsChanged(const std::vector<qsizetype>& stored);
    void rowsAboutToBeReplaced();
    /// All may be other ones.
    void rowsReplaced();

protected:
    void timerEvent(QTimerEvent* event) override;

private:
    using Key = DeliveryRows::Key;

    bool changeRow(qsizetype index, const std::function<void()>& change, std::vector<int>& changed);
    void changeRows(std::size_t count, const std::function<DeliveryId(std::size_t)>& idOf,
        const std::function<void(qsizetype, std::size_t)>& change);
    qsizetype indexAt(int row) const;
    DeliveryId idOf(Key key) const { return { m_rows.at(m_rows.indexOf(key)).id }; }
    int viewRow(qsizetype position) const;
    qsizetype positionOf(qsizetype index) const;
    bool before(Key left, Key right) const { return comesBefore(m_rows, m_column, left, right); }

    void arrange();
    bool runSlice();
    void finishJob();
    void showKeys(const std::vector<Key>& added, bool areNewest);
    void mergeKeys(std::vector<Key> added);
    void insertKeys(const std::vector<Key>& added);
    void insertRun(const std::vector<Key>& run);
    std::vector<Key> matching(qsizetype begin, qsizetype end);
    void insertAt(bool atEnd, qsizetype count, const std::function<void()>& insert);
    void added(bool areNewest, qsizetype count, const std::function<void()>& store);
    std::deque<DeliveryRow> takeIndexes(const std::vector<qsizetype>& indexes);
    void removeRanges(const std::vector<std::pair<qsizetype, qsizetype>>& ranges,
        const std::function<void(qsizetype, qsizetype)>& removeRange);
    void removeKeys(const std::vector<qsizetype>& indexes);
    void takeStored(const std::vector<qsizetype>& indexes, std::deque<DeliveryRow>& taken);
    std::vector<qsizetype> indexesOf(std::vector<DeliveryId> ids) const;
    void dropJob();

    DeliveryRows m_rows;
    ProviderNames m_names;
    std::optional<std::vector<Key>> m_keys; ///< ascending by m_column; none: all rows by arrival
    DeliveryColumn m_column = TimeColumn; ///< of what is shown
    bool m_isReversed = false;
    bool m_isWantedReversed = false;
    DeliveryFilterPtr m_filter = std::make_shared<DeliveryFilter>(); ///< of what is shown
    DeliveryFilterPtr m_wantedFilter = m_filter;
    std::vector<DeliveryId> m_refilterLater; ///< waits for the job
    bool m_isRefiltering = false;
    DeliveryColumn m_wantedColumn = TimeColumn;
    std::unique_ptr<ArrangementJob> m_job;
    std::vector<DeliveryId> m_removedMeanwhile; ///< waits for the job, which needs its rows
    bool m_holdsRemovals = false;
    QBasicTimer m_idle;
};

} // namespace hookloupe
