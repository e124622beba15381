// SPDX-License-Identifier: GPL-3.0-or-later
// The half of ProfileWindow that puts its parts together.
#include "profiles/form/profileform.h"
#include "profiles/jsoneditor.h"
#include "profiles/problemmodel.h"
#include "profiles/profilelist.h"
#include "profiles/profilewindow.h"
#include "profiles/trial/trialpane.h"
#include "profiles/trial/trialrunner.h"
#include "settings/settingsstore.h"
#include "theme/tones.h"
#include "widgets/elidedlabel.h"
#include "widgets/flatheader.h"
#include "widgets/flowlayout.h"
#include "widgets/hairlinesplitter.h"
#include "widgets/messagestrip.h"

#include <QAction>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScreen>
#include <QTabWidget>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr auto GeometryKey = "profiles/geometry"_L1;
constexpr auto SplitterKey = "profiles/splitter"_L1;

} // namespace

QAction* ProfileWindow::command(
    const char* name, const QString& text, const QKeySequence& keys, void (ProfileWindow::*what)())
{
    auto* action = new QAction(text, this);
    action->setObjectName(QString::fromLatin1(name));
    action->setShortcut(keys);
    const QString plain = QString(text).remove(u'&').remove(u'\u2026');
    action->setToolTip(keys.isEmpty() ? plain : plain + u" ("_s + keys.toString(QKeySequence::NativeText) + u")"_s);
    connect(action, &QAction::triggered, this, what);
    QWidget::addAction(action);
    return action;
}

QWidget* ProfileWindow::makeActions()
{
    const auto key = [](const char* text) { return QKeySequence(QString::fromLatin1(text)); };
    QAction* create = command("profileNew", tr("New\u2026"), QKeySequence::New, &ProfileWindow::createNew);
    m_customise = command("profileCustomise", tr("Customise a Copy\u2026"), key("Ctrl+K"), &ProfileWindow::customise);
    QAction* import = command("profileImport", tr("Import\u2026"), QKeySequence::Open, &ProfileWindow::importFile);
    m_remove = command("profileDelete", tr("Delete\u2026"), {}, &ProfileWindow::removeCurrent);
    QAction* reveal = command("profileReveal", tr("Show Folder"), {}, &ProfileWindow::revealFolder);
    m_undo = command("profileUndo", tr("Undo"), {}, &ProfileWindow::undo);
    m_redo = command("profileRedo", tr("Redo"), {}, &ProfileWindow::redo);
    m_save = command("profileSave", tr("Save"), QKeySequence::Save, &ProfileWindow::saveNow);
    command("profileFind", tr("Find"), QKeySequence::Find, &ProfileWindow::find);
    command("profileForm", tr("Form"), key("Ctrl+1"), &ProfileWindow::showForm);
    command("profileJsonSide", tr("JSON"), key("Ctrl+2"), &ProfileWindow::showJson);
    command("profileNextPane", tr("Next part"), key("F6"), &ProfileWindow::nextPane);
    command("profilePreviousPane", tr("Previous part"), key("Shift+F6"), &ProfileWindow::previousPane);
    QAction* closing = new QAction(tr("Close"), this);
    closing->setShortcut(key("Ctrl+W"));
    connect(closing, &QAction::triggered, this, &QWidget::close);
    QWidget::addAction(closing);

    auto* bar = new QWidget(this);
    auto* row = new FlowLayout(bar, 6, 4);
    row->setContentsMargins(12, 8, 12, 8);
    const auto add = [&](QAction* action) {
        auto* button = new QToolButton(bar);
        button->setDefaultAction(action);
        button->setFocusPolicy(Qt::TabFocus);
        button->setMinimumSize(24, 28);
        button->setAccessibleName(action->toolTip());
        row->addWidget(button);
    };
    for (QAction* action : { create, m_customise, import, m_remove, reveal })
        add(action);
    row->addGap(12);
    for (QAction* action : { m_undo, m_redo })
        add(action);
    row->addGap(12);
    add(m_save);
    m_state = new QLabel(bar);
    m_state->setObjectName(u"profileState"_s);
    m_state->setTextFormat(Qt::PlainText);
    row->addWidget(m_state);
    return bar;
}

QTreeView* ProfileWindow::makeProblems()
{
    auto* list = new QTreeView(this);
    list->setObjectName(u"problemList"_s);
    list->setAccessibleName(tr("What is wrong in the profile"));
    list->setHeader(new FlatHeader(list));
    list->setHeaderHidden(true);
    list->setModel(m_problems);
    list->setRootIsDecorated(false);
    list->setUniformRowHeights(true);
    list->setAllColumnsShowFocus(true);
    list->setFrameShape(QFrame::NoFrame);
    list->header()->setSectionResizeMode(ProblemModel::DetailColumn, QHeaderView::Stretch);
    list->header()->setSectionResizeMode(ProblemModel::LineColumn, QHeaderView::ResizeToContents);
    list->header()->setSectionResizeMode(ProblemModel::PlaceColumn, QHeaderView::ResizeToContents);
    list->hide();
    const auto go = [this](const QModelIndex& index) {
        if (index.isValid())
            goTo(m_problems->problems().at(static_cast<std::size_t>(index.row())));
    };
    connect(list, &QAbstractItemView::clicked, this, go);
    connect(list, &QAbstractItemView::activated, this, go);
    return list;
}

QWidget* ProfileWindow::makeCentre()
{
    auto* centre = new QWidget(this);
    auto* head = new QWidget(centre);
    auto* title = new ElidedLabel(head);
    m_title = title;
    m_title->setObjectName(u"profileTitle"_s);
    QFont font = m_title->font();
    font.setWeight(QFont::DemiBold);
    m_title->setFont(font);
    m_customiseHere = new QPushButton(tr("Customise a Copy\u2026"), head);
    m_customiseHere->setObjectName(u"profileCustomiseHere"_s);
    connect(m_customiseHere, &QPushButton::clicked, this, &ProfileWindow::customise);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(12, 8, 8, 4);
    row->addWidget(m_title, 1);
    row->addWidget(m_customiseHere);
    head->setMinimumHeight(m_customiseHere->sizeHint().height() + 12);

    m_form = new ProfileForm(m_document, [this]() -> RequestPtr {
        const std::shared_ptr<const Delivery>& delivery = m_trial->delivery();
        return delivery ? delivery->request : nullptr;
    });
    m_tabs = new QTabWidget(centre);
    m_tabs->setObjectName(u"profileTabs"_s);
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_form, tr("Form"));
    m_tabs->addTab(m_editor, tr("JSON"));
    m_tabs->setTabToolTip(0, tr("The common parts as fields (Ctrl+1)"));
    m_tabs->setTabToolTip(1, tr("The whole file as text (Ctrl+2)"));
    m_tabs->tabBar()->setAccessibleName(tr("Form or JSON"));
    m_problemList = makeProblems();
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(head);
    column->addWidget(m_tabs, 1);
    column->addWidget(m_problemList);
    centre->setMinimumWidth(360);
    return centre;
}

void ProfileWindow::build()
{
    setObjectName(u"profileWindow"_s);
    setWindowTitle(tr("Profiles"));
    setMinimumSize(860, 480);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeActions());
    m_splitter = new HairlineSplitter(Qt::Horizontal, this);
    m_splitter->setChildrenCollapsible(false);
    m_list->setMinimumWidth(190);
    m_trial->setMinimumWidth(260);
    m_splitter->addWidget(m_list);
    m_splitter->addWidget(makeCentre());
    m_splitter->addWidget(m_trial);
    m_splitter->setStretchFactor(0, 0);
    m_splitter->setStretchFactor(1, 3);
    m_splitter->setStretchFactor(2, 2);
    m_splitter->setSizes({ 220, 560, 380 });
    column->addWidget(m_splitter, 1);
    column->addWidget(m_strip);
    restoreState();
}

void ProfileWindow::restoreState()
{
    if (!restoreGeometry(m_settings.windowState(GeometryKey).toByteArray()))
        resize(QSize(1240, 780).boundedTo(screen()->availableSize()));
    m_splitter->restoreState(m_settings.windowState(SplitterKey).toByteArray());
}

void ProfileWindow::keepState()
{
    m_settings.setWindowState(GeometryKey, saveGeometry());
    m_settings.setWindowState(SplitterKey, m_splitter->saveState());
}

void ProfileWindow::movePane(int step)
{
    const QList<QWidget*> panes { m_list, m_tabs, m_trial };
    const QWidget* focus = focusWidget();
    qsizetype at = 0;
    for (qsizetype i = 0; i < panes.size(); ++i) {
        if (panes[i] == focus || panes[i]->isAncestorOf(focus))
            at = i;
    }
    at = (at + step + panes.size()) % panes.size();
    if (panes[at] == m_tabs)
        m_tabs->currentIndex() == 0 ? showForm() : showJson();
    else if (panes[at] == m_trial)
        m_trial->focusFields();
    else
        m_list->setFocus(Qt::ShortcutFocusReason);
}

void ProfileWindow::nextPane()
{
    movePane(1);
}

void ProfileWindow::previousPane()
{
    movePane(-1);
}

void ProfileWindow::showForm()
{
    m_tabs->setCurrentIndex(0);
    m_form->focusFirst();
}

void ProfileWindow::showJson()
{
    m_tabs->setCurrentIndex(1);
    m_editor->setFocus(Qt::ShortcutFocusReason);
}

} // namespace hookloupe
