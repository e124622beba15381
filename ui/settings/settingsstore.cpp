// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/settingsstore.h"

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MaxRecent = 10;
constexpr auto RecentKey = "recent/sessions"_L1;

QString windowKey(QLatin1StringView key)
{
    return u"window/"_s + key;
}

} // namespace

SettingsStore::SettingsStore(const QString& file, QObject* parent)
    : QObject(parent)
    , m_settings(file.isEmpty() ? std::make_unique<QSettings>(u"hookloupe"_s, u"hookloupe"_s)
                                : std::make_unique<QSettings>(file, QSettings::IniFormat))
{
    migrate();
}

SettingsStore::~SettingsStore() = default;

QVariant SettingsStore::value(QLatin1StringView key, const QVariant& fallback) const
{
    const QVariant found = m_settings->value(QString(key), fallback);
    // A hand-edited file may hold anything: what does not convert is as good as absent.
    return found.canConvert(fallback.metaType()) ? found : fallback;
}

void SettingsStore::store(QLatin1StringView key, const QVariant& value)
{
    if (m_settings->value(QString(key)) == value)
        return;
    m_settings->setValue(QString(key), value);
    emit changed(QString(key));
}

void SettingsStore::migrate()
{
    // There is one version so far; a later one converts here what an older one wrote.
    m_settings->setValue(QString(setting::VersionKey), setting::Version);
}

QVariant SettingsStore::windowState(QLatin1StringView key) const
{
    return m_settings->value(windowKey(key));
}

void SettingsStore::setWindowState(QLatin1StringView key, const QVariant& value)
{
    m_settings->setValue(windowKey(key), value);
}

QStringList SettingsStore::recentSessions() const
{
    return m_settings->value(QString(RecentKey)).toStringList();
}

void SettingsStore::addRecentSession(const QString& file)
{
    QStringList recent = recentSessions();
    recent.removeAll(file);
    recent.prepend(file);
    m_settings->setValue(QString(RecentKey), recent.first(std::min(MaxRecent, recent.size())));
}

void SettingsStore::clearRecentSessions()
{
    m_settings->remove(QString(RecentKey));
}

} // namespace hookloupe
