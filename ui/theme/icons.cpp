// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/icons.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

/// Draws a one-colour SVG in the ink of the state that is asked for, sharp at every scale.
class SymbolicEngine final : public QIconEngine {
public:
    SymbolicEngine(QString name, QColor normal, QColor disabled, QColor selected)
        : m_name(std::move(name))
        , m_normal(std::move(normal))
        , m_disabled(std::move(disabled))
        , m_selected(std::move(selected))
    {
    }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        const QColor& ink = mode == QIcon::Disabled ? m_disabled : mode == QIcon::Selected ? m_selected : m_normal;
        QFile file(u":/hookloupe/icons/"_s + m_name + u".svg"_s);
        if (!file.open(QIODevice::ReadOnly))
            return;
        QSvgRenderer renderer(file.readAll().replace("currentColor", ink.name().toLatin1()));
        renderer.render(painter, QRectF(rect));
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }

    QIconEngine* clone() const override { return new SymbolicEngine(m_name, m_normal, m_disabled, m_selected); }

private:
    QString m_name;
    QColor m_normal;
    QColor m_disabled;
    QColor m_selected;
};

} // namespace

QIcon symbolicIcon(QStringView name, const QPalette& palette)
{
    return QIcon(new SymbolicEngine(name.toString(), palette.color(QPalette::Active, QPalette::ButtonText),
        palette.color(QPalette::Disabled, QPalette::ButtonText),
        palette.color(QPalette::Active, QPalette::HighlightedText)));
}

QIcon symbolicIcon(QStringView name, const QColor& color)
{
    return QIcon(new SymbolicEngine(name.toString(), color, color, color));
}

QIcon programIcon()
{
    return QIcon(u":/hookloupe/icons/hookloupe.svg"_s);
}

} // namespace hookloupe
