// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/filtermatch.h"

#include <QObject>
#include <QString>

#include <memory>
#include <vector>

namespace hookloupe {

/// Finds out in a thread of its own which deliveries of a session match a filter, so that a window never waits for it.
///
/// Lives in the thread that makes it; answers come as signals in that thread. There is one question at a time: a new
/// one, or another session, ends the work on the old one at once, also within a body, and its answers do not come any
/// more. Few answers are under way at a time: the search waits for a window that is busy.
class MatchFinder final : public QObject {
    Q_OBJECT

public:
    struct Question {
        FilterExpression filter {};
        SystemTime now {}; ///< what ages and "today" count from
        std::shared_ptr<const FilterFacts> facts {}; ///< asked in both threads; may be null
    };
    /// A delivery to be looked at by itself.
    struct Subject {
        DeliveryId id;
        bool isPinned = false; ///< as the asker knows it; the session may learn of it later
    };
    enum class Judgement : quint8 {
        Matches,
        MatchesNot,
        Missing, ///< not in the session, or not yet
    };
    struct Answer {
        DeliveryId id;
        Judgement judgement = Judgement::Missing;

        bool operator==(const Answer&) const = default;
    };

    explicit MatchFinder(QObject* parent = nullptr);
    ~MatchFinder() override;

    /// Turns to another session (or none, with an empty path). Forgets the question.
    void setSession(const QString& file);
    /// What search() and judge() ask from now on.
    void setQuestion(Question question);
    void setNow(SystemTime now);
    /// Forgets the question and all that is under way.
    void cancel();

    /// Searches the deliveries with ids up to \p through, the newest first: found() for each page, then searched().
    void search(DeliveryId through);
    /// Looks at these by themselves, between two pages of a search: judged() with an answer for each, in pieces.
    void judge(const std::vector<Subject>& subjects);

signals:
    /// \param ids  descending, all smaller than those of the page before
    void found(const std::vector<hookloupe::DeliveryId>& ids);
    void searched();
    void judged(const std::vector<hookloupe::MatchFinder::Answer>& answers);
    /// The session cannot be read; what was asked is answered as if there were nothing.
    void failed(const QString& detail);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace hookloupe
