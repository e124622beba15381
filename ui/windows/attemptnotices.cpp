// SPDX-License-Identifier: GPL-3.0-or-later
#include "windows/attemptnotices.h"

#include "bytes/visibletext.h"
#include "settings/settingsstore.h"

#include <QStringList>

#include <utility>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

std::chrono::milliseconds steadyNow()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch());
}

/// "Stripe charge.updated"; of one that is not known its method and path.
QString nameOf(const DeliverySummary& delivery, const ProviderNames& names)
{
    if (delivery.provider.isEmpty())
        return visibleLine(QByteArrayView(delivery.method)) + u' ' + visibleLine(QByteArrayView(delivery.target));
    const QString known = names.value(delivery.provider);
    const QString provider = known.isEmpty() ? visibleLine(QByteArrayView(delivery.provider)) : visibleLine(known);
    return delivery.eventType.isEmpty() ? provider : provider + u' ' + visibleLine(QByteArrayView(delivery.eventType));
}

} // namespace

AttemptNotices::AttemptNotices(const SettingsStore& settings, Show show, Clock clock, QObject* parent)
    : QObject(parent)
    , m_settings(settings)
    , m_show(std::move(show))
    , m_clock(clock ? std::move(clock) : Clock(steadyNow))
{
    m_wait.setSingleShot(true);
    connect(&m_wait, &QTimer::timeout, this, &AttemptNotices::look);
}

bool AttemptNotices::isWanted() const
{
    return m_settings.get(setting::NoticeDuplicates) || m_settings.get(setting::NoticeStale);
}

bool AttemptNotices::count(const AttemptSummary& attempt)
{
    const bool wantsDuplicates = m_settings.get(setting::NoticeDuplicates);
    if (wantsDuplicates && attempt.kind == MessageKind::Replay)
        ++m_counts.replays;
    else if (wantsDuplicates && attempt.kind == MessageKind::Duplicate)
        ++m_counts.duplicates;
    else if (m_settings.get(setting::NoticeStale) && attempt.isStale)
        ++m_counts.stale;
    else
        return false;
    return true;
}

void AttemptNotices::note(const std::vector<DeliverySummary>& arrived, const ProviderNames& names)
{
    for (const DeliverySummary& delivery : arrived) {
        if (!delivery.attempt || delivery.isChallenge || !count(*delivery.attempt))
            continue;
        if (delivery.id > m_newestId) {
            m_newestId = delivery.id;
            m_newest = nameOf(delivery, names);
        }
    }
    look();
}

QString AttemptNotices::text() const
{
    QStringList parts;
    const auto add = [&parts](int count, const QString& one, const QString& many) {
        if (count > 0)
            parts << (count == 1 ? one : many.arg(count));
    };
    add(m_counts.duplicates, tr("1 duplicate"), tr("%1 duplicates"));
    add(m_counts.replays, tr("1 replay"), tr("%1 replays"));
    add(m_counts.stale, tr("1 stale event"), tr("%1 stale events"));
    const QString counts = parts.join(u", "_s);
    return m_counts.all() == 1 ? tr("%1: %2").arg(counts, m_newest) : tr("%1, newest: %2").arg(counts, m_newest);
}

void AttemptNotices::look()
{
    if (!isWanted())
        m_counts = {};
    if (m_counts.all() == 0)
        return;
    const std::chrono::milliseconds now = m_clock();
    if (m_shownAt && now - *m_shownAt < Pause) {
        m_wait.start(Pause - (now - *m_shownAt));
        return;
    }
    m_shownAt = now;
    if (m_show(text(), m_newestId))
        clear();
    else
        m_wait.start(Pause);
}

void AttemptNotices::clear()
{
    m_wait.stop();
    m_counts = {};
    m_newest.clear();
    m_newestId = {};
}

} // namespace hookloupe
