// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoints/providerbox.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QFocusEvent>
#include <QLineEdit>
#include <QSignalBlocker>

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr int IdRole = Qt::UserRole;
constexpr int SearchRole = Qt::UserRole + 1;

/// Looks in all names, and completes to the one that is shown.
class ProviderCompleter final : public QCompleter {
public:
    using QCompleter::QCompleter;

    QString pathFromIndex(const QModelIndex& index) const override { return index.data(Qt::DisplayRole).toString(); }
};

} // namespace

ProviderBox::ProviderBox(const ProfileCatalog& catalog, const QString& name, const QString& none, QWidget* parent)
    : QComboBox(parent)
{
    setEditable(true);
    setInsertPolicy(QComboBox::NoInsert);
    setMaxVisibleItems(14);
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(18);
    addItem(none, QByteArray());
    setItemData(0, none, SearchRole);
    std::vector<ProfilePtr> sorted = catalog.profiles();
    std::stable_sort(sorted.begin(), sorted.end(), [](const ProfilePtr& left, const ProfilePtr& right) {
        return left->name.compare(right->name, Qt::CaseInsensitive) < 0;
    });
    for (const ProfilePtr& profile : sorted) {
        addItem(profile->name, profile->id);
        const QStringList names { profile->name, QString::fromUtf8(profile->id), profile->aliases.join(u' ') };
        setItemData(count() - 1, names.join(u' '), SearchRole);
    }
    auto* completer = new ProviderCompleter(model(), this);
    completer->setCompletionRole(SearchRole);
    completer->setFilterMode(Qt::MatchContains);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setCompletionMode(QCompleter::PopupCompletion);
    completer->setMaxVisibleItems(14);
    setCompleter(completer);
    setAccessibleName(name);
    lineEdit()->setAccessibleName(name);
    lineEdit()->setPlaceholderText(tr("Type to search"));
    connect(this, &QComboBox::activated, this, [this] { emit providerChosen(provider()); });
    connect(completer, qOverload<const QString&>(&QCompleter::activated), this, [this](const QString& text) {
        setCurrentIndex(std::max(0, findText(text)));
        emit providerChosen(provider());
    });
    connect(lineEdit(), &QLineEdit::editingFinished, this, &ProviderBox::settle);
}

QByteArray ProviderBox::provider() const
{
    return currentData(IdRole).toByteArray();
}

void ProviderBox::setProvider(const QByteArray& id)
{
    const QSignalBlocker quiet(this);
    int index = findData(id, IdRole);
    if (index < 0) {
        const QString text = tr("%1 (no such profile)").arg(QString::fromUtf8(id));
        addItem(text, id);
        index = count() - 1;
        setItemData(index, text, SearchRole);
    }
    setCurrentIndex(index);
    lineEdit()->setCursorPosition(0);
}

/// What was typed and is no name gives way to what was chosen last.
void ProviderBox::settle()
{
    const int typed = findText(currentText(), Qt::MatchFixedString);
    if (typed >= 0 && typed != currentIndex()) {
        setCurrentIndex(typed);
        emit providerChosen(provider());
    } else if (typed < 0) {
        setEditText(itemText(currentIndex()));
    }
}

void ProviderBox::focusOutEvent(QFocusEvent* event)
{
    QComboBox::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason)
        settle();
}

} // namespace hookloupe
