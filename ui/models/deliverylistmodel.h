// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/deliverytablemodel.h"
#include "models/messagechange.h"
#include "models/messagejob.h"

#include <QAbstractTableModel>
#include <QBasicTimer>

#include <memory>
#include <optional>
#include <vector>

namespace hookloupe {

/// What the list of the window shows of a table of deliveries: each for itself, or gathered by message.
///
/// Flat, it is the table, line by line, and costs nothing. By message there is one line for each message of which a
/// delivery passes the filter, standing for its latest delivery and in the order of those; an unfolded one has its
/// deliveries below it, in the order of their arrival. Gathering is done in slices while the event loop is idle. GUI
/// thread only.
class DeliveryListModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Role {
        LineRole = Qt::UserRole + 100, ///< int, of Line
        UnfoldedRole, ///< bool
        AttemptsRole, ///< int: deliveries of the message; of a message's line
        ShortAttemptsRole, ///< QString: their number alone, where there is little room; of a message's line
        WorstStateRole, ///< int, of ResponseState: of the worst answered delivery; of a message's line
        WorstTextRole, ///< QString: what that was answered with; empty where it is the latest, or none is worse
        HiddenRole, ///< bool: the filter does not want it; it is there for its message
    };

    /// What a line stands for.
    enum class Line : quint8 {
        Delivery, ///< of a flat list
        Message, ///< as a whole
        Attempt, ///< one delivery below its message
    };

    /// A line, whatever happens to the lines.
    struct Place {
        DeliveryId id; ///< of a message any of its deliveries
        bool isMessage = false;
    };

    /// What unfolding all does at most.
    static constexpr int MaxUnfoldedAtOnce = 1000;

    /// \param source  must outlive it
    explicit DeliveryListModel(DeliveryTableModel& source, QObject* parent = nullptr);
    ~DeliveryListModel() override;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    /// Messages stand where their latest delivery belongs.
    void sort(int column, Qt::SortOrder order) override;

    DeliveryTableModel& source() const { return m_source; }
    /// As wanted; in force once arranged() has come.
    bool isByMessage() const { return m_isByMessage; }
    void setByMessage(bool isByMessage);
    /// True while a filter, an order or the messages are being worked out; the list shows what was before.
    bool isArranging() const { return m_source.isArranging() || m_job || m_isByMessage != m_showsMessages; }
    /// True when the newest is in the last line, false when it is in the first; nothing when they are sorted.
    std::optional<bool> isNewestLast() const;

    Line lineAt(int row) const;
    /// Of a message its latest; 0 where there is no such line.
    DeliveryId idAt(int row) const;
    /// All that a line stands for, by arrival: of a message every delivery.
    std::vector<DeliveryId> idsAt(int row) const;
    Place placeAt(int row) const;
    /// -1 where it is not shown. A delivery of a folded message is found at that message.
    int rowOf(const Place& place) const;
    int rowOf(DeliveryId id) const { return rowOf(Place { id, false }); }
    /// The delivery of the same message that came before (-1) or after (1) it, whatever is shown; 0 where there is
    /// none.
    DeliveryId attemptBeside(DeliveryId id, int step) const;

    bool canUnfold(int row) const;
    bool isUnfolded(int row) const;
    void setUnfolded(int row, bool isUnfolded);
    /// The line of the message of an attempt; the line itself otherwise.
    int messageRow(int row) const;
    /// From the line on, then from the top. \return false when there were more than may be unfolded at once
    bool unfoldAll(int fromRow);
    void foldAll();

    qint64 memoryBytes() const;

signals:
    /// Another way to show them, another order or filter has come into force.
    void arranged();
    /// Messages that were there have got newer attempts.
    void messagesGrew(int count);

protected:
    void timerEvent(QTimerEvent* event) override;

private:
    using Key = DeliveryRows::Key;
    using Plan = MessageChange::Plan;

    bool isGathering() const { return m_groups.size() > 0 || m_job || m_showsMessages; }
    MessageLines::Line at(int row) const { return m_lines.at(row); }
    qsizetype stored(Key key) const { return rows().indexOf(key); }
    const DeliveryRows& rows() const { return m_source.rows(); }
    QVariant messageData(qsizetype latest, int row, int column, int role) const;
    std::vector<Key> attemptsOf(Key head) const;
    MessageChange order() const { return { rows(), m_groups, m_lines, m_column }; }

    // What the source tells.
    void passOn();
    void listen();
    void passLayout();
    void takeStored(qsizetype count, bool areNewest);
    void beginTaking(const std::vector<qsizetype>& indexes);
    void endTaking(const std::vector<qsizetype>& indexes);
    void beginChanging(const std::vector<qsizetype>& indexes);
    void endChanging(const std::vector<qsizetype>& indexes);
    void regroup(const std::vector<qsizetype>& indexes);
    void takeShown(int first, int last);
    void beginHiding(int first, int last);
    void endHiding();
    void beginAnew();
    void startAnew();
    void afterArranged();

    // What becomes of the lines.
    void apply(const Plan& plan);
    void applyInReset(const Plan& plan);
    void removeMessages(const std::vector<qsizetype>& ascending);
    void removeAttempts(qsizetype position, const std::vector<Key>& wanted);
    void insertAttempts(qsizetype position, const std::vector<Key>& wanted);
    void insertMessages(const std::vector<Key>& added);
    void insertRun(qsizetype position, const std::vector<Key>& heads);
    void relayout(const std::vector<MessageChange::Stay>& moved);
    void unfoldHeads(const std::vector<Key>& heads);
    void keepUnfolded();
    void touchLines(qsizetype position);

    // Work in slices.
    void prepareJob();
    void startJob();
    void showFlat();
    bool runSlice();
    void finishJob();

    DeliveryTableModel& m_source;
    MessageGroups m_groups;
    MessageLines m_lines;
    DeliveryColumn m_column = TimeColumn; ///< of the messages that are shown
    DeliveryColumn m_wantedColumn = TimeColumn;
    Qt::SortOrder m_wantedOrder = Qt::AscendingOrder;
    bool m_isByMessage = false;
    bool m_showsMessages = false;
    std::unique_ptr<MessageJob> m_job;
    QBasicTimer m_idle;

    // Between what is about to happen and what has happened.
    std::unique_ptr<MessageChange> m_change;
    std::vector<DeliveryId> m_oldMessages;
    std::vector<Key> m_oldHeads;
    std::vector<Key> m_hiding;
    Key m_oldBase = 0;
    std::vector<DeliveryId> m_keptUnfolded; ///< until the lines are made anew
    bool m_isTaking = false;
    bool m_isTooMuch = false;
    bool m_isReplacing = false;
    std::vector<std::pair<QPersistentModelIndex, QModelIndex>> m_passed;
};

} // namespace hookloupe
