// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/byteviewer.h"

#include "bytes/byteview.h"
#include "bytes/findbar.h"
#include "messages/exactsize.h"
#include "messages/quantities.h"
#include "widgets/flowlayout.h"
#include "widgets/savebutton.h"
#include "widgets/segmentedswitch.h"

#include <QCheckBox>
#include <QKeyEvent>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace hookloupe {

using namespace Qt::StringLiterals;

ByteViewer::ByteViewer(QWidget* parent)
    : QWidget(parent)
    , m_pane(new BytePane(this))
    , m_find(new FindBar(this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeBar());
    column->addWidget(m_pane, 1);
    column->addWidget(m_find);
    setFocusProxy(m_pane);
}

QWidget* ByteViewer::makeBar()
{
    auto* bar = new QWidget(this);
    m_form = new SegmentedSwitch(tr("Show as"), bar);
    m_form->setObjectName(u"byteForm"_s);
    m_form->addChoice(tr("Text"));
    m_form->addChoice(tr("Hex"));
    m_lineEnds = new QCheckBox(tr("&Line ends"), bar);
    m_lineEnds->setToolTip(tr("Show CR, LF and tabs as pictures"));
    auto* find = new QToolButton(bar);
    find->setText(tr("Find"));
    find->setToolTip(
        tr("Find in these bytes (%1)").arg(QKeySequence(QKeySequence::Find).toString(QKeySequence::NativeText)));
    auto* copyAll = new QToolButton(bar);
    copyAll->setText(tr("Copy"));
    copyAll->setToolTip(tr("Copy the selection, or everything"));
    m_save = new SaveButton(bar);
    m_size = new QLabel(bar);
    m_size->setTextFormat(Qt::PlainText);
    for (QToolButton* button : { find, copyAll }) {
        button->setFocusPolicy(Qt::TabFocus);
        button->setMinimumSize(24, 24);
    }
    auto* row = new FlowLayout(bar, 6, 4);
    row->setContentsMargins(6, 6, 6, 6);
    for (QWidget* widget : std::initializer_list<QWidget*> { m_form, m_lineEnds, find, copyAll, m_save, m_size })
        row->addWidget(widget);
    connect(m_form, &SegmentedSwitch::chosen, this,
        [this](int choice) { setForm(choice == 0 ? BytePane::Form::Text : BytePane::Form::Hex); });
    connect(m_lineEnds, &QCheckBox::toggled, this, [this](bool isShown) { m_pane->showLineEnds(isShown); });
    connect(find, &QToolButton::clicked, m_find, &FindBar::open);
    connect(copyAll, &QToolButton::clicked, this, &ByteViewer::copy);
    connect(m_pane, &BytePane::copyCut, this,
        [this](qint64 copied) { m_size->setText(tr("Only the first %1 were copied.").arg(sizeText(copied))); });
    connect(m_save, &SaveButton::done, this, [this](const QString&, const QString& problem) {
        m_size->setText(problem.isEmpty() ? tr("Saved.") : problem);
    });
    return bar;
}

void ByteViewer::setForm(BytePane::Form form)
{
    m_form->setCurrent(form == BytePane::Form::Text ? 0 : 1);
    m_lineEnds->setEnabled(form == BytePane::Form::Text);
    m_pane->setForm(form);
    aimFind();
}

void ByteViewer::setSource(ByteSourcePtr source, const QString& fileName)
{
    m_size->setText(exactSizeText(source ? source->size() : 0));
    m_save->setSource(source, fileName);
    m_pane->setSource(std::move(source));
    aimFind();
}

void ByteViewer::aimFind()
{
    ByteView* view = m_pane->view();
    m_find->setTarget({ m_pane->source(), [view](qint64 begin, qint64 end) { view->select(begin, end); },
        [view] { return view->caret(); }, view });
}

void ByteViewer::copy()
{
    ByteView* view = m_pane->view();
    if (!view->hasSelection())
        view->selectAll();
    view->copy();
}

bool ByteViewer::event(QEvent* event)
{
    // Within the viewer this key finds in it, whatever the window does with it elsewhere
    if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent*>(event)->matches(QKeySequence::Find)) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void ByteViewer::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Find))
        m_find->open();
    else
        QWidget::keyPressEvent(event);
}

} // namespace hookloupe
