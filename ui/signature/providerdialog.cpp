// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/providerdialog.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr int IdRole = Qt::UserRole;
constexpr int SearchRole = Qt::UserRole + 1;

QListWidgetItem* itemFor(const Profile& profile, bool isCandidate)
{
    const QString text = isCandidate ? ProviderDialog::tr("%1 \u2013 its marks fit").arg(profile.name) : profile.name;
    auto* item = new QListWidgetItem(text);
    item->setData(IdRole, profile.id);
    item->setData(
        SearchRole, QString(profile.name + u' ' + QString::fromUtf8(profile.id) + u' ' + profile.aliases.join(u' ')));
    return item;
}

} // namespace

ProviderDialog::ProviderDialog(
    const ProfileCatalog& catalog, const std::vector<QByteArray>& candidates, QWidget* parent)
    : QDialog(parent)
    , m_search(new QLineEdit(this))
    , m_list(new QListWidget(this))
{
    setObjectName(u"providerDialog"_s);
    setWindowTitle(tr("Choose the provider"));
    m_search->setObjectName(u"providerSearch"_s);
    m_search->setAccessibleName(tr("Search providers"));
    m_search->setPlaceholderText(tr("Search by name"));
    m_search->setClearButtonEnabled(true);
    m_list->setObjectName(u"providerList"_s);
    m_list->setAccessibleName(tr("Providers"));
    for (const QByteArray& id : candidates) {
        if (const ProfilePtr profile = catalog.find(id))
            m_list->addItem(itemFor(*profile, true));
    }
    std::vector<ProfilePtr> rest;
    for (const ProfilePtr& profile : catalog.profiles()) {
        if (std::find(candidates.begin(), candidates.end(), profile->id) == candidates.end())
            rest.push_back(profile);
    }
    std::sort(rest.begin(), rest.end(), [](const ProfilePtr& left, const ProfilePtr& right) {
        return QString::localeAwareCompare(left->name, right->name) < 0;
    });
    for (const ProfilePtr& profile : rest)
        m_list->addItem(itemFor(*profile, false));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_choose = buttons->addButton(tr("&Choose"), QDialogButtonBox::AcceptRole);
    m_choose->setObjectName(u"chooseProvider"_s);
    m_choose->setDefault(true);
    QPushButton* byMarks = buttons->addButton(tr("By Its &Marks"), QDialogButtonBox::ActionRole);
    byMarks->setObjectName(u"providerByMarks"_s);
    byMarks->setToolTip(tr("Forget what was chosen by hand for this delivery"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(6);
    column->addWidget(m_search);
    column->addWidget(m_list, 1);
    column->addSpacing(6);
    column->addWidget(buttons);
    connect(m_search, &QLineEdit::textChanged, this, &ProviderDialog::narrow);
    connect(m_list, &QListWidget::itemActivated, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(byMarks, &QPushButton::clicked, this, [this] {
        m_isByMarks = true;
        accept();
    });
    narrow({});
    resize(420, 460);
}

QByteArray ProviderDialog::provider() const
{
    const QListWidgetItem* item = m_list->currentItem();
    return m_isByMarks || !item ? QByteArray() : item->data(IdRole).toByteArray();
}

void ProviderDialog::narrow(const QString& text)
{
    int first = -1;
    for (int row = 0; row < m_list->count(); ++row) {
        QListWidgetItem* item = m_list->item(row);
        const bool isShown = item->data(SearchRole).toString().contains(text.trimmed(), Qt::CaseInsensitive);
        item->setHidden(!isShown);
        if (isShown && first < 0)
            first = row;
    }
    m_list->setCurrentRow(first);
    m_choose->setEnabled(first >= 0);
}

} // namespace hookloupe
