// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/form/locatorpicker.h"

#include "profiles/form/locatorchoices.h"
#include "widgets/flatheader.h"

#include <QCoreApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QScreen>
#include <QSortFilterProxyModel>
#include <QTreeView>
#include <QVBoxLayout>

namespace hookloupe {

using namespace Qt::StringLiterals;

LocatorPicker::LocatorPicker(const Request& request, QWidget* parent)
    : QFrame(parent, Qt::Popup)
    , m_model(new LocatorModel(this))
    , m_shown(new QSortFilterProxyModel(this))
    , m_filter(new QLineEdit(this))
    , m_list(new QTreeView(this))
{
    setObjectName(u"locatorPicker"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setFrameShape(QFrame::StyledPanel);
    m_model->setChoices(locatorChoices(request));
    m_shown->setSourceModel(m_model);
    m_shown->setFilterKeyColumn(-1);
    m_shown->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_filter->setObjectName(u"locatorFilter"_s);
    m_filter->setPlaceholderText(tr("Filter by name or value"));
    m_filter->setAccessibleName(tr("Filter the values of the delivery"));
    m_filter->setClearButtonEnabled(true);
    m_filter->installEventFilter(this);
    m_list->setObjectName(u"locatorList"_s);
    m_list->setAccessibleName(tr("Values of the delivery"));
    m_list->setHeader(new FlatHeader(m_list));
    m_list->setModel(m_shown);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->header()->resizeSection(LocatorModel::LocatorColumn, 260);
    m_list->header()->setSectionResizeMode(LocatorModel::ValueColumn, QHeaderView::Stretch);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(6, 6, 6, 6);
    column->setSpacing(6);
    column->addWidget(m_filter);
    column->addWidget(m_list, 1);
    setFocusProxy(m_filter);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_shown->setFilterFixedString(text);
        m_list->setCurrentIndex(m_shown->index(0, 0));
    });
    connect(m_list, &QAbstractItemView::clicked, this, &LocatorPicker::take);
    m_list->setCurrentIndex(m_shown->index(0, 0));
}

void LocatorPicker::openBelow(const QWidget* field)
{
    const QRect room = field->screen()->availableGeometry();
    resize(QSize(520, 320).boundedTo(room.size()));
    QPoint place = field->mapToGlobal(QPoint(0, field->height()));
    if (place.y() + height() > room.bottom())
        place.setY(qMax(room.top(), field->mapToGlobal(QPoint()).y() - height()));
    place.setX(qBound(room.left(), place.x(), qMax(room.left(), room.right() - width())));
    move(place);
    show();
    m_filter->setFocus();
}

void LocatorPicker::take()
{
    const QModelIndex current = m_list->currentIndex();
    if (!current.isValid())
        return;
    emit picked(current.siblingAtColumn(LocatorModel::LocatorColumn).data().toString().toUtf8());
    close();
}

bool LocatorPicker::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_filter && event->type() == QEvent::KeyPress) {
        switch (static_cast<QKeyEvent*>(event)->key()) {
        case Qt::Key_Return:
        case Qt::Key_Enter:
            take();
            return true;
        case Qt::Key_Up:
        case Qt::Key_Down:
        case Qt::Key_PageUp:
        case Qt::Key_PageDown:
            QCoreApplication::sendEvent(m_list, event);
            return true;
        default:
            break;
        }
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace hookloupe
