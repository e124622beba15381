// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/savefilterdialog.h"

#include "theme/theme.h"
#include "theme/tones.h"
#include "widgets/elidedlabel.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>

namespace hookloupe {

using namespace Qt::StringLiterals;

SaveFilterDialog::SaveFilterDialog(SavedFilters filters, const QString& text, const QString& name, QWidget* parent)
    : QDialog(parent)
    , m_filters(filters)
    , m_text(text)
    , m_name(new QLineEdit(name, this))
    , m_note(new QLabel(this))
{
    setObjectName(u"saveFilterDialog"_s);
    setWindowTitle(tr("Save the filter"));
    m_name->setObjectName(u"savedFilterName"_s);
    m_name->setAccessibleName(tr("Name of the filter"));
    m_name->setMaxLength(SavedFilter::MaxName);
    m_name->setPlaceholderText(tr("Such as: failed charges"));
    m_name->selectAll();
    auto* shown = new ElidedLabel(this);
    shown->setTextFormat(Qt::PlainText);
    shown->setText(m_text);
    shown->setFont(fixedFontLike(font()));
    m_note->setObjectName(u"savedFilterNote"_s);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    QPalette quiet = palette();
    quiet.setColor(QPalette::WindowText, quietText(palette()));
    m_note->setPalette(quiet);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel, this);
    m_save = buttons->button(QDialogButtonBox::Save);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_name, &QLineEdit::textChanged, this, &SaveFilterDialog::updateNote);
    auto* form = new QFormLayout(this);
    form->setContentsMargins(12, 12, 12, 12);
    form->setSpacing(12);
    form->addRow(tr("&Name"), m_name);
    form->addRow(tr("Filter"), shown);
    form->addRow(QString(), m_note);
    form->addRow(buttons);
    resize(fontMetrics().averageCharWidth() * 64, sizeHint().height());
    updateNote();
}

void SaveFilterDialog::updateNote()
{
    const bool isName = savedFilterName(m_name->text()).has_value();
    const bool isThere = isName && m_filters.has(m_name->text());
    const bool isFull = !isThere && m_filters.isFull();
    m_save->setEnabled(isName && !isFull);
    if (isFull)
        m_note->setText(tr("There are %1 saved filters, and no more can be kept: delete one, or use its name.")
                            .arg(SavedFilters::MaxFilters));
    else if (isThere)
        m_note->setText(tr("Takes the place of the filter of that name."));
    else
        m_note->setText(tr("It will stand in the menu Saved beside the filter."));
}

void SaveFilterDialog::accept()
{
    if (m_filters.save({ m_name->text(), m_text }))
        QDialog::accept();
}

} // namespace hookloupe
