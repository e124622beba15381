// SPDX-License-Identifier: GPL-3.0-or-later
#include "bytes/bytesearch.h"

#include <QPromise>
#include <QtConcurrent>

#include <algorithm>

namespace hookloupe {

namespace {

constexpr qint64 SliceBytes = 1 << 20;

char lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + ('a' - 'A')) : byte;
}

void toLower(QByteArray& bytes)
{
    std::transform(bytes.begin(), bytes.end(), bytes.begin(), lower);
}

/// \param needle  in lower case, not empty
void searchAll(QPromise<std::vector<qint64>>& promise, const ByteSourcePtr& source, const QByteArray& needle)
{
    const QByteArrayMatcher matcher(needle);
    qsizetype count = 0;
    for (qint64 offset = 0; offset < source->size() && !promise.isCanceled();) {
        // The slices overlap by what a match across their border needs
        QByteArray slice = source->read(offset, SliceBytes + needle.size() - 1);
        toLower(slice);
        std::vector<qint64> found;
        for (qsizetype at = matcher.indexIn(slice); at >= 0 && at < SliceBytes; at = matcher.indexIn(slice, at + 1)) {
            found.push_back(offset + at);
            if (++count == ByteSearch::MostMatches)
                break;
        }
        if (!found.empty())
            promise.addResult(std::move(found));
        if (count >= ByteSearch::MostMatches || slice.size() < SliceBytes)
            return;
        offset += SliceBytes;
    }
}

} // namespace

ByteSearch::ByteSearch(QObject* parent)
    : QObject(parent)
{
    connect(&m_watcher, &QFutureWatcherBase::resultsReadyAt, this, &ByteSearch::takeResults);
    connect(&m_watcher, &QFutureWatcherBase::finished, this, &ByteSearch::finish);
}

ByteSearch::~ByteSearch()
{
    m_watcher.cancel();
}

void ByteSearch::stop()
{
    m_watcher.cancel();
    m_watcher.setFuture({});
    m_isRunning = false;
    m_taken = 0;
    m_matches.clear();
}

void ByteSearch::start(ByteSourcePtr source, const QByteArray& needle)
{
    stop();
    m_needleBytes = needle.size();
    if (!source || needle.isEmpty()) {
        emit finished();
        return;
    }
    QByteArray wanted = needle;
    toLower(wanted);
    m_isRunning = true;
    m_watcher.setFuture(QtConcurrent::run(searchAll, std::move(source), wanted));
}

void ByteSearch::takeResults()
{
    const auto future = m_watcher.future();
    for (; m_taken < future.resultCount(); ++m_taken) {
        const std::vector<qint64> found = future.resultAt(m_taken);
        m_matches.insert(m_matches.end(), found.begin(), found.end());
    }
    emit matchesFound();
}

void ByteSearch::finish()
{
    if (!m_isRunning)
        return;
    m_isRunning = false;
    emit finished();
}

} // namespace hookloupe
