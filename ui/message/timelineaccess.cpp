// SPDX-License-Identifier: GPL-3.0-or-later
#include "message/timelineaccess.h"

#include "message/attempttimeline.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QHash>
#include <QPointer>

namespace hookloupe {

namespace {

/// One mark of a time line.
class MarkAccess final : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    MarkAccess(AttemptTimeLine* line, int item)
        : m_line(line)
        , m_item(item)
    {
    }

    bool isValid() const override { return m_line && m_item < m_line->itemCount(); }
    QObject* object() const override { return nullptr; }
    QWindow* window() const override { return m_line ? m_line->window()->windowHandle() : nullptr; }
    QAccessibleInterface* parent() const override
    {
        return m_line ? QAccessible::queryAccessibleInterface(m_line) : nullptr;
    }
    QAccessibleInterface* child(int /*index*/) const override { return nullptr; }
    QAccessibleInterface* childAt(int /*x*/, int /*y*/) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface* /*child*/) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    QString text(QAccessible::Text kind) const override;
    void setText(QAccessible::Text /*kind*/, const QString& /*text*/) override { }
    QRect rect() const override;
    QAccessible::State state() const override;
    void* interface_cast(QAccessible::InterfaceType type) override;
    QStringList actionNames() const override { return { pressAction(), setFocusAction() }; }
    void doAction(const QString& name) override;
    QStringList keyBindingsForAction(const QString& /*name*/) const override { return {}; }

    int item() const { return m_item; }

private:
    QPointer<AttemptTimeLine> m_line;
    int m_item;
};

QString MarkAccess::text(QAccessible::Text kind) const
{
    if (!isValid())
        return {};
    if (kind == QAccessible::Name)
        return m_line->itemText(m_item);
    return kind == QAccessible::Description ? m_line->itemDescription(m_item) : QString();
}

QRect MarkAccess::rect() const
{
    if (!isValid())
        return {};
    const QRect rect = m_line->itemRect(m_item);
    return { m_line->mapToGlobal(rect.topLeft()), rect.size() };
}

QAccessible::State MarkAccess::state() const
{
    QAccessible::State state;
    if (!isValid()) {
        state.invalid = true;
        return state;
    }
    state.focusable = true;
    state.selectable = true;
    state.focused = m_line->hasFocus() && m_line->currentItem() == m_item;
    state.selected = m_line->currentItem() == m_item;
    state.invisible = !m_line->isVisible();
    return state;
}

void* MarkAccess::interface_cast(QAccessible::InterfaceType type)
{
    return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this) : nullptr;
}

void MarkAccess::doAction(const QString& name)
{
    if (!isValid())
        return;
    m_line->setCurrentItem(m_item);
    if (name == pressAction())
        m_line->activateItem(m_item);
    else
        m_line->setFocus(Qt::OtherFocusReason);
}

/// The time line as a list of its marks.
class TimeLineAccess final : public QAccessibleWidget {
public:
    explicit TimeLineAccess(AttemptTimeLine* line)
        : QAccessibleWidget(line, QAccessible::List)
    {
    }
    ~TimeLineAccess() override;
    Q_DISABLE_COPY_MOVE(TimeLineAccess)

    int childCount() const override { return line()->itemCount(); }
    QAccessibleInterface* child(int index) const override;
    QAccessibleInterface* childAt(int x, int y) const override
    {
        return child(line()->itemAt(line()->mapFromGlobal(QPoint(x, y))));
    }
    QAccessibleInterface* focusChild() const override
    {
        return line()->hasFocus() ? child(line()->currentItem()) : nullptr;
    }
    int indexOfChild(const QAccessibleInterface* child) const override;

private:
    AttemptTimeLine* line() const { return static_cast<AttemptTimeLine*>(widget()); }

    mutable QHash<int, QAccessible::Id> m_marks;
};

QAccessibleInterface* TimeLineAccess::child(int index) const
{
    if (index < 0 || index >= childCount())
        return nullptr;
    const auto known = m_marks.constFind(index);
    if (known != m_marks.constEnd())
        return QAccessible::accessibleInterface(*known);
    auto* const mark = new MarkAccess(line(), index);
    m_marks.insert(index, QAccessible::registerAccessibleInterface(mark));
    return mark;
}

int TimeLineAccess::indexOfChild(const QAccessibleInterface* child) const
{
    for (auto mark = m_marks.constBegin(); mark != m_marks.constEnd(); ++mark) {
        if (QAccessible::accessibleInterface(*mark) == child)
            return mark.key();
    }
    return -1;
}

TimeLineAccess::~TimeLineAccess()
{
    for (const QAccessible::Id id : std::as_const(m_marks))
        QAccessible::deleteAccessibleInterface(id);
}

QAccessibleInterface* makeAccess(const QString& /*className*/, QObject* object)
{
    auto* const line = qobject_cast<AttemptTimeLine*>(object);
    return line ? new TimeLineAccess(line) : nullptr;
}

} // namespace

void installTimeLineAccess()
{
    QAccessible::installFactory(makeAccess);
}

void tellTimeLineFocus(AttemptTimeLine* line, int item)
{
    if (!QAccessible::isActive())
        return;
    QAccessibleEvent focus(line, QAccessible::Focus);
    focus.setChild(item);
    QAccessible::updateAccessibility(&focus);
}

} // namespace hookloupe
