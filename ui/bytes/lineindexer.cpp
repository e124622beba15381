// SPDX-License-Identifier: GPL-3.0-or-later
#include "bytes/lineindexer.h"

#include <QPromise>
#include <QtConcurrent>

namespace hookloupe {

namespace {

constexpr qint64 PieceBytes = 4 << 20;

void indexRest(QPromise<LineIndex>& promise, const ByteSourcePtr& source, LineIndex piece)
{
    while (!piece.isComplete() && !promise.isCanceled()) {
        for (qint64 done = 0; done < PieceBytes && !piece.isComplete() && !promise.isCanceled();
             done += LineIndexer::AtOnceBytes)
            piece.extend(*source, LineIndexer::AtOnceBytes);
        LineIndex next = piece.continuation();
        promise.addResult(std::move(piece));
        piece = std::move(next);
    }
}

} // namespace

LineIndexer::LineIndexer(QObject* parent)
    : QObject(parent)
{
    connect(&m_watcher, &QFutureWatcher<LineIndex>::resultsReadyAt, this, &LineIndexer::takeResults);
}

LineIndexer::~LineIndexer()
{
    m_watcher.cancel();
}

void LineIndexer::start(ByteSourcePtr source, qint64 wrapBytes)
{
    m_watcher.cancel();
    m_watcher.setFuture({});
    m_taken = 0;
    m_index = LineIndex(wrapBytes);
    if (!source)
        return;
    m_index.extend(*source, AtOnceBytes);
    if (!m_index.isComplete())
        m_watcher.setFuture(QtConcurrent::run(indexRest, std::move(source), m_index.continuation()));
}

void LineIndexer::takeResults()
{
    const QFuture<LineIndex> future = m_watcher.future();
    for (; m_taken < future.resultCount(); ++m_taken)
        m_index.append(future.resultAt(m_taken));
    emit grown();
}

} // namespace hookloupe
