// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/savedfilters.h"

#include "settings/settingsstore.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

/// More than what the limits allow cannot have been written by us.
constexpr qsizetype MaxStored = 2 << 20;

bool isSame(const QString& left, const QString& right)
{
    return left.compare(right, Qt::CaseInsensitive) == 0;
}

auto named(const QString& name)
{
    return [name](const SavedFilter& filter) { return isSame(filter.name, name); };
}

std::optional<SavedFilter> kept(const SavedFilter& filter)
{
    const std::optional<QString> name = savedFilterName(filter.name);
    const QString text = filter.text.trimmed();
    if (!name || text.isEmpty() || text.size() > SavedFilter::MaxText)
        return std::nullopt;
    return SavedFilter { *name, text };
}

} // namespace

std::optional<QString> savedFilterName(const QString& name)
{
    QString clean = name.left(SavedFilter::MaxName * 4);
    std::replace_if(
        clean.begin(), clean.end(), [](QChar letter) { return !letter.isPrint() && !letter.isSurrogate(); }, u' ');
    clean = clean.simplified();
    if (clean.isEmpty() || clean.size() > SavedFilter::MaxName)
        return std::nullopt;
    return clean;
}

std::vector<SavedFilter> SavedFilters::all() const
{
    const QString stored = m_settings.get(setting::SavedFilters);
    std::vector<SavedFilter> filters;
    if (stored.size() > MaxStored)
        return filters;
    const QJsonArray entries = QJsonDocument::fromJson(stored.toUtf8()).array();
    for (const QJsonValue& entry : entries) {
        const auto filter = kept({ entry[u"name"_s].toString(), entry[u"text"_s].toString() });
        if (filter && std::none_of(filters.begin(), filters.end(), named(filter->name)))
            filters.push_back(*filter);
        if (filters.size() == MaxFilters)
            break;
    }
    std::sort(filters.begin(), filters.end(), [](const SavedFilter& left, const SavedFilter& right) {
        return QString::localeAwareCompare(left.name, right.name) < 0;
    });
    return filters;
}

bool SavedFilters::has(const QString& name) const
{
    const std::vector<SavedFilter> filters = all();
    return std::any_of(filters.begin(), filters.end(), named(name.simplified()));
}

bool SavedFilters::save(const SavedFilter& filter)
{
    const std::optional<SavedFilter> clean = kept(filter);
    if (!clean)
        return false;
    std::vector<SavedFilter> filters = all();
    const auto found = std::find_if(filters.begin(), filters.end(), named(clean->name));
    if (found != filters.end())
        *found = *clean;
    else if (filters.size() < MaxFilters)
        filters.push_back(*clean);
    else
        return false;
    store(std::move(filters));
    return true;
}

bool SavedFilters::rename(const QString& from, const QString& to)
{
    const std::optional<QString> name = savedFilterName(to);
    std::vector<SavedFilter> filters = all();
    const auto found = std::find_if(filters.begin(), filters.end(), named(from));
    if (!name || found == filters.end())
        return false;
    const auto other = std::find_if(filters.begin(), filters.end(), named(*name));
    if (other != filters.end() && other != found)
        return false;
    found->name = *name;
    store(std::move(filters));
    return true;
}

void SavedFilters::remove(const QString& name)
{
    std::vector<SavedFilter> filters = all();
    std::erase_if(filters, named(name));
    store(std::move(filters));
}

void SavedFilters::store(std::vector<SavedFilter> filters)
{
    QJsonArray entries;
    for (const SavedFilter& filter : filters)
        entries.append(QJsonObject { { u"name"_s, filter.name }, { u"text"_s, filter.text } });
    m_settings.set(setting::SavedFilters, QString::fromUtf8(QJsonDocument(entries).toJson(QJsonDocument::Compact)));
}

} // namespace hookloupe
