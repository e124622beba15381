// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settings/settings.h"

#include <QObject>
#include <QSettings>
#include <QStringList>
#include <QVariant>

#include <memory>
#include <type_traits>

namespace hookloupe {

/// Keeps the preferences, and apart from them the state of windows. GUI thread only.
class SettingsStore final : public QObject {
    Q_OBJECT

public:
    /// \param file  an INI file; empty: the user's own
    explicit SettingsStore(const QString& file = {}, QObject* parent = nullptr);
    ~SettingsStore() override;

    /// What was chosen, or the fallback.
    template<typename T>
    auto get(const Setting<T>& setting) const
    {
        if constexpr (std::is_same_v<T, QLatin1StringView>)
            return value(setting.key, QString(setting.fallback)).toString();
        else
            return value(setting.key, setting.fallback).template value<T>();
    }

    template<typename T, typename Value>
    void set(const Setting<T>& setting, const Value& value)
    {
        store(setting.key, QVariant::fromValue(value));
    }

    /// Sizes, columns and the like, which are no preferences. \param key without the group
    QVariant windowState(QLatin1StringView key) const;
    void setWindowState(QLatin1StringView key, const QVariant& value);

    /// Newest first, at most ten.
    QStringList recentSessions() const;
    void addRecentSession(const QString& file);
    void clearRecentSessions();

signals:
    void changed(const QString& key);

private:
    QVariant value(QLatin1StringView key, const QVariant& fallback) const;
    void store(QLatin1StringView key, const QVariant& value);
    void migrate();

    std::unique_ptr<QSettings> m_settings;
};

} // namespace hookloupe
