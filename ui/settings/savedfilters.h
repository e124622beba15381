// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>
#include <vector>

namespace hookloupe {

class SettingsStore;

/// A filter that somebody gave a name.
struct SavedFilter {
    QString name; ///< 1 to MaxName characters, without control characters and blanks at its ends
    QString text; ///< 1 to MaxText characters; not necessarily right in this version

    static constexpr qsizetype MaxName = 60;
    static constexpr qsizetype MaxText = 4096;

    bool operator==(const SavedFilter&) const = default;
};

/// The name as it can be kept, or nothing where nothing is left of it.
std::optional<QString> savedFilterName(const QString& name);

/// The saved filters in the settings, sorted by name. Names differ also without regard to case.
///
/// What is in the file is not trusted: entries that are none are left out, and so is what goes beyond the limits.
class SavedFilters {
public:
    static constexpr std::size_t MaxFilters = 50;

    /// \param settings  outlives the object
    explicit SavedFilters(SettingsStore& settings)
        : m_settings(settings)
    {
    }

    std::vector<SavedFilter> all() const;
    bool has(const QString& name) const;
    bool isFull() const { return all().size() >= MaxFilters; }
    /// Puts it in the place of the one with that name, if there is one.
    /// \return false where name or text cannot be kept, or there are too many
    bool save(const SavedFilter& filter);
    /// \return false where there is no such filter, or another one has the name, or it cannot be kept
    bool rename(const QString& from, const QString& to);
    void remove(const QString& name);

private:
    void store(std::vector<SavedFilter> filters);

    SettingsStore& m_settings;
};

} // namespace hookloupe
