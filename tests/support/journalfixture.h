// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "session/journal.h"
#include "session/sessionreader.h"
#include "support/sessionfixture.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>

namespace hookloupe {

/// A journal in a folder of its own, and ways to fill it and to look at what is in sight.
class JournalFixture : public QObject {
protected:
    void begin();
    void end();
    void openJournal(const RetentionLimits& limits = {});
    std::unique_ptr<SessionReader> reader() const;
    /// As three questions say; something impossible when they do not agree.
    std::vector<DeliveryId> idsInSight() const;
    void append(qint64 first, qint64 last);
    QString makeBody(const QByteArray& bytes) const;
    Delivery withBodyFile(qint64 id, const QByteArray& bytes) const;

    std::unique_ptr<QTemporaryDir> m_dir;
    RecordingListener m_unused;
    std::unique_ptr<RecordingListener> m_listener;
    std::unique_ptr<Journal> m_journal;
    QString m_file;
};

inline void JournalFixture::begin()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
    m_dir = std::make_unique<QTemporaryDir>();
    m_file = m_dir->filePath(QStringLiteral("one.hookloupe"));
    m_listener = std::make_unique<RecordingListener>();
}

inline void JournalFixture::end()
{
    m_journal.reset();
    m_dir.reset();
}

inline void JournalFixture::openJournal(const RetentionLimits& limits)
{
    m_journal.reset();
    auto journal = Journal::open(m_file, limits, *m_listener);
    QVERIFY2(journal, journal ? "" : qPrintable(journal.error().detail));
    m_journal = std::move(*journal);
}

inline std::unique_ptr<SessionReader> JournalFixture::reader() const
{
    auto opened = SessionReader::open(m_file);
    return opened ? std::move(*opened) : nullptr;
}

inline std::vector<DeliveryId> JournalFixture::idsInSight() const
{
    const auto session = reader();
    const auto ids = idsOf(session->summariesAfter({ 0 }, 100'000));
    if (session->count() != std::ssize(ids) || session->lastId() != (ids.empty() ? DeliveryId {} : ids.back()))
        return { { -1 } };
    auto backwards = idsOf(session->summariesBefore({ 1'000'000 }, 100'000));
    std::reverse(backwards.begin(), backwards.end());
    return backwards == ids ? ids : std::vector<DeliveryId> { { -2 } };
}

inline void JournalFixture::append(qint64 first, qint64 last)
{
    for (qint64 id = first; id <= last; ++id)
        m_journal->append(plainDelivery(id));
    m_journal->flush();
}

inline QString JournalFixture::makeBody(const QByteArray& bytes) const
{
    const QString path = m_journal->newBodyFile();
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        return {};
    return path;
}

inline Delivery JournalFixture::withBodyFile(qint64 id, const QByteArray& bytes) const
{
    Delivery delivery = plainDelivery(id);
    auto request = std::make_shared<Request>(*delivery.request);
    request->body = Body::inFile(makeBody(bytes), bytes.size());
    delivery.request = request;
    return delivery;
}

} // namespace hookloupe
