// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/emptystate.h"

#include "messages/quantities.h"
#include "theme/icons.h"
#include "theme/theme.h"
#include "theme/tones.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr int IconSize = 40;

QLabel* plainLabel(QWidget* parent, const char* name)
{
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setAlignment(Qt::AlignCenter);
    label->setWordWrap(true);
    label->setObjectName(QString::fromLatin1(name));
    return label;
}

QLabel* copyableLabel(QWidget* parent, const char* name)
{
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    label->setFocusPolicy(Qt::ClickFocus);
    label->setObjectName(QString::fromLatin1(name));
    return label;
}

QWidget* boxOf(QWidget* parent, QLabel* label, QPushButton* button)
{
    auto* box = new QWidget(parent);
    box->setObjectName(u"box"_s);
    auto* line = new QHBoxLayout(box);
    line->setContentsMargins(14, 8, 8, 8);
    line->setSpacing(14);
    line->addWidget(label, 1);
    line->addWidget(button);
    return box;
}

} // namespace

EmptyState::EmptyState(QWidget* parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_title(plainLabel(this, "emptyTitle"))
    , m_text(plainLabel(this, "emptyText"))
    , m_address(nullptr)
    , m_url(copyableLabel(this, "emptyUrl"))
    , m_copyUrl(new QPushButton(tr("Copy URL"), this))
    , m_commandHint(plainLabel(this, "emptyCommandHint"))
    , m_commandBox(nullptr)
    , m_command(copyableLabel(this, "emptyCommand"))
    , m_copyCommand(new QPushButton(tr("Copy"), this))
    , m_primary(new QPushButton(tr("Send it for me"), this))
    , m_secondary(new QPushButton(tr("Settings\u2026"), this))
    , m_note(plainLabel(this, "emptyNote"))
{
    setObjectName(u"emptyState"_s);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    m_icon->setAlignment(Qt::AlignCenter);
    m_url->setAccessibleName(tr("Address to send webhooks to"));
    m_command->setAccessibleName(tr("Command that sends a request"));
    m_copyCommand->setAccessibleName(tr("Copy the command"));
    m_address = boxOf(this, m_url, m_copyUrl);
    m_commandBox = boxOf(this, m_command, m_copyCommand);
    m_commandHint->setText(tr("Point a provider at this address, or try it from a terminal:"));
    setFocusProxy(m_primary);
    for (QPushButton* button : { m_copyUrl, m_copyCommand, m_primary, m_secondary })
        button->setMinimumHeight(30);
    m_primary->setDefault(true);
    m_copyUrl->setObjectName(u"emptyCopyUrl"_s);
    m_copyCommand->setObjectName(u"emptyCopyCommand"_s);
    m_primary->setObjectName(u"emptyPrimary"_s);
    m_secondary->setObjectName(u"emptySecondary"_s);

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch();
    buttons->addWidget(m_primary);
    buttons->addWidget(m_secondary);
    buttons->addStretch();
    auto* column = new QVBoxLayout;
    column->setSpacing(0);
    column->addWidget(m_icon);
    column->addSpacing(14);
    column->addWidget(m_title);
    column->addSpacing(6);
    column->addWidget(m_text);
    column->addSpacing(16);
    column->addWidget(m_address, 0, Qt::AlignHCenter);
    column->addSpacing(18);
    column->addWidget(m_commandHint);
    column->addSpacing(6);
    column->addWidget(m_commandBox, 0, Qt::AlignHCenter);
    column->addSpacing(16);
    column->addLayout(buttons);
    column->addSpacing(16);
    column->addWidget(m_note);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(24, 12, 24, 12);
    all->addStretch(2);
    all->addLayout(column);
    all->addStretch(3);

    connect(m_copyUrl, &QPushButton::clicked, this, &EmptyState::copyUrlRequested);
    connect(m_copyCommand, &QPushButton::clicked, this, [this] { emit copyCommandRequested(m_command->text()); });
    connect(m_primary, &QPushButton::clicked, this, &EmptyState::usePrimary);
    connect(m_secondary, &QPushButton::clicked, this, &EmptyState::useSecondary);
}

QString EmptyState::title() const
{
    return m_title->text();
}

void EmptyState::begin(Kind kind, const QString& icon, const QString& title, const QString& text)
{
    m_kind = kind;
    m_iconName = icon;
    m_title->setText(title);
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
    const bool isWaiting = kind == Kind::Waiting;
    m_address->setVisible(isWaiting);
    m_commandHint->setVisible(isWaiting);
    m_commandBox->setVisible(isWaiting);
    m_note->setVisible(isWaiting);
    setAccessibleName(title);
    updateLooks();
}

void EmptyState::setButtons(const QString& primary, const QString& secondary)
{
    m_primary->setMinimumWidth(fontMetrics().horizontalAdvance(primary) + 40);
    if (!primary.isEmpty())
        m_primary->setText(primary);
    m_primary->setVisible(!primary.isEmpty());
    if (!secondary.isEmpty())
        m_secondary->setText(secondary);
    m_secondary->setVisible(!secondary.isEmpty());
}

void EmptyState::showWaiting(const QString& url, const QString& note)
{
    begin(Kind::Waiting, u"loupe"_s, tr("Waiting for the first webhook"), {});
    m_url->setText(url);
    m_command->setText(u"curl -d hello=world "_s + url);
    m_note->setText(note);
    setButtons(tr("Send it for me"), {});
}

void EmptyState::showPaused()
{
    begin(Kind::Paused, u"pause"_s, tr("Capture is paused"),
        tr("Nothing is listening, so providers are refused and may send again later."));
    setButtons(tr("Resume"), {});
}

void EmptyState::showNoMatch(qint64 total)
{
    begin(Kind::NoMatch, u"filter"_s, tr("0 of %1 match").arg(countText(total)),
        tr("The filter hides every delivery of this session."));
    setButtons(tr("Clear filter"), {});
}

void EmptyState::showNotListening(const QString& title, const QString& text, const QString& remedy)
{
    begin(Kind::NotListening, u"unplugged"_s, title, text);
    setButtons(remedy.isEmpty() ? tr("Settings\u2026") : remedy, remedy.isEmpty() ? QString() : tr("Settings\u2026"));
}

void EmptyState::showReading(const QString& title, const QString& text)
{
    begin(Kind::Reading, u"loupe"_s, title, text);
    setButtons({}, {});
}

void EmptyState::usePrimary()
{
    switch (m_kind) {
    case Kind::Waiting:
        emit testRequested();
        break;
    case Kind::Paused:
        emit resumeRequested();
        break;
    case Kind::NoMatch:
        emit clearFilterRequested();
        break;
    case Kind::NotListening:
        if (m_secondary->isHidden())
            emit settingsRequested();
        else
            emit remedyRequested();
        break;
    case Kind::Reading:
        break;
    }
}

void EmptyState::useSecondary()
{
    emit settingsRequested();
}

void EmptyState::updateLooks()
{
    m_icon->setPixmap(
        symbolicIcon(m_iconName, quietText(palette())).pixmap(QSize(IconSize, IconSize), devicePixelRatioF()));
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.15);
    large.setBold(true);
    m_title->setFont(large);
    const QFont fixed = fixedFontLike(font());
    m_url->setFont(fixed);
    m_command->setFont(fixed);
    QPalette quiet = palette();
    for (const QPalette::ColorRole role : { QPalette::WindowText, QPalette::Text })
        quiet.setColor(role, quietText(palette()));
    for (QLabel* label : { m_text, m_commandHint, m_note })
        label->setPalette(quiet);
    update();
}

void EmptyState::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if ((event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) && m_note)
        updateLooks();
}

void EmptyState::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor ground = palette().color(QPalette::Base);
    painter.setPen(mixed(ground, palette().color(QPalette::WindowText), isHighContrast(palette()) ? 1.0 : 0.18));
    painter.setBrush(mixed(ground, palette().color(QPalette::WindowText), 0.03));
    for (const QWidget* box : { m_address, m_commandBox }) {
        if (box->isVisible())
            painter.drawRoundedRect(QRectF(box->geometry()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    }
}

} // namespace hookloupe
