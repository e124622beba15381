// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/form/locatorchoices.h"

#include "messages/quantities.h"
#include "profile/text/jsonoutline.h"
#include "theme/theme.h"

#include <QApplication>
#include <QFont>
#include <QUrlQuery>

#include <algorithm>
#include <array>

namespace hookloupe {

namespace {

constexpr qsizetype MaxValueBytes = 200;

void add(std::vector<LocatorChoice>& choices, QByteArray locator, QByteArrayView value)
{
    if (choices.size() < MaxLocatorChoices)
        choices.push_back({ std::move(locator), value.first(std::min(value.size(), MaxValueBytes)).toByteArray() });
}

void addFields(std::vector<LocatorChoice>& choices, const QByteArray& kind, const QByteArray& text)
{
    const QUrlQuery query(QString::fromUtf8(text));
    for (const auto& [name, value] : query.queryItems(QUrl::FullyDecoded))
        add(choices, kind + name.toUtf8(), value.toUtf8());
}

void addJson(std::vector<LocatorChoice>& choices, const QByteArray& body)
{
    const JsonOutline outline(body);
    for (const JsonOutline::Node& node : outline.nodes()) {
        if (node.parent < 0 || choices.size() >= MaxLocatorChoices)
            continue;
        const QByteArray raw = outline.raw(node);
        const bool isString = node.kind == JsonOutline::Kind::String;
        add(choices, "json:" + outline.pointerTo(node), isString ? unquotedJson(raw) : raw);
    }
}

} // namespace

std::vector<LocatorChoice> locatorChoices(const Request& request)
{
    std::vector<LocatorChoice> choices;
    for (qsizetype i = 0; i < request.head.headerCount(); ++i)
        add(choices, "header:" + request.head.headerName(i).toByteArray(), request.head.headerValue(i));
    const QByteArray target = request.head.target().toByteArray();
    if (const qsizetype mark = target.indexOf('?'); mark >= 0)
        addFields(choices, "query:", target.mid(mark + 1));
    if (request.body.size() <= MaxChoiceBodyBytes) {
        const QByteArray body = request.body.read(0, MaxChoiceBodyBytes);
        const QByteArray type = request.head.header("Content-Type").value_or(QByteArray()).toLower();
        if (type.startsWith("application/x-www-form-urlencoded"))
            addFields(choices, "form:", QByteArray(body).replace('+', ' '));
        else if (const QByteArray start = body.trimmed().left(1); start == "{" || start == "[")
            addJson(choices, body);
    }
    add(choices, "body", request.body.read(0, MaxValueBytes));
    add(choices, "method", request.head.method());
    add(choices, "path", target);
    return choices;
}

QByteArray likelySignatureHeader(const Request& request)
{
    static constexpr std::array Words { "signature", "hmac", "sha256", "sign", "token", "secret" };
    for (const char* word : Words) {
        for (qsizetype i = 0; i < request.head.headerCount(); ++i) {
            const QByteArray name = request.head.headerName(i).toByteArray();
            if (name.toLower().contains(word))
                return name;
        }
    }
    return {};
}

int LocatorModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_choices.size());
}

int LocatorModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant LocatorModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const LocatorChoice& choice = m_choices.at(static_cast<std::size_t>(index.row()));
    if (role == Qt::FontRole)
        return fixedFontLike(QApplication::font());
    if (role != Qt::DisplayRole)
        return {};
    return index.column() == LocatorColumn ? QString::fromUtf8(choice.locator) : shownBytes(choice.value);
}

QVariant LocatorModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole || orientation != Qt::Horizontal)
        return {};
    return section == LocatorColumn ? tr("Locator") : tr("Value in this delivery");
}

void LocatorModel::setChoices(std::vector<LocatorChoice> choices)
{
    beginResetModel();
    m_choices = std::move(choices);
    endResetModel();
}

} // namespace hookloupe
