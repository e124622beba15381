// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/capturestatusbar.h"

#include "messages/quantities.h"
#include "messages/responsesentences.h"
#include "theme/tones.h"

#include <QEvent>
#include <QLabel>
#include <QToolButton>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr auto ToneProperty = "tone";
constexpr int NoTone = -1;

QLabel* part(QWidget* parent, const char* name)
{
    auto* label = new QLabel(parent);
    label->setObjectName(QString::fromLatin1(name));
    label->setTextFormat(Qt::PlainText);
    label->setContentsMargins(6, 2, 6, 2);
    return label;
}

} // namespace

CaptureStatusBar::CaptureStatusBar(QWidget* parent)
    : QStatusBar(parent)
    , m_listening(part(this, "statusListening"))
    , m_captured(part(this, "statusCaptured"))
    , m_response(part(this, "statusResponse"))
    , m_back(new QToolButton(this))
    , m_secrets(part(this, "statusSecrets"))
    , m_storage(part(this, "statusStorage"))
    , m_size(part(this, "statusSize"))
{
    setSizeGripEnabled(false);
    m_back->setObjectName(u"statusBack"_s);
    m_back->setText(tr("Back to 200"));
    m_back->setToolTip(tr("Answer 200 OK again (Ctrl+0)"));
    m_back->setAutoRaise(true);
    connect(m_back, &QToolButton::clicked, this, &CaptureStatusBar::backTo200Requested);
    addWidget(m_listening);
    addWidget(m_captured);
    addWidget(m_response);
    addWidget(m_back);
    addPermanentWidget(m_secrets);
    addPermanentWidget(m_storage);
    addPermanentWidget(m_size);
    tint(m_captured, NoTone);
    tint(m_size, NoTone);
    showListening({}, true, true);
    showResponse(ResponseSequence());
    showStorage(Storage::Kept);
    showCaptured(0);
    showSecrets(0, 0, 0);
    showSize(0);
}

void CaptureStatusBar::showListening(const QStringList& addresses, bool isLoopbackOnly, bool isPaused)
{
    if (addresses.isEmpty()) {
        m_listening->setText(isPaused ? tr("\u2016 Paused") : tr("\u2715 Not listening"));
        tint(m_listening, static_cast<int>(isPaused ? Tone::Neutral : Tone::Danger));
        return;
    }
    const QString where = addresses.join(u", "_s);
    m_listening->setText(
        isLoopbackOnly ? tr("\u25CF Listening on %1").arg(where) : tr("\u25B2 Open to the network on %1").arg(where));
    m_listening->setToolTip(isLoopbackOnly
            ? tr("Only programs on this machine can reach it")
            : tr("Other machines can reach it; what they send is captured and answered"));
    tint(m_listening, isLoopbackOnly ? NoTone : static_cast<int>(Tone::Warning));
}

void CaptureStatusBar::showCaptured(qint64 count)
{
    m_captured->setText(tr("%1 captured").arg(countText(count)));
}

void CaptureStatusBar::showResponse(const ResponseSequence& response)
{
    const bool isFine = acceptsEverything(response);
    const ResponsePlan& first = response.steps().front().plan;
    m_response->setText(
        response.isSinglePlan() ? tr("\u25B2 Answering %1").arg(nameOf(first)) : tr("\u25B2 Answering a sequence"));
    const Tone tone = statusLook(responseState(first.status, first.fault)).tone;
    tint(m_response, static_cast<int>(tone == Tone::Ok ? Tone::Warning : tone));
    m_response->setVisible(!isFine);
    m_back->setVisible(!isFine);
}

void CaptureStatusBar::showStorage(Storage storage)
{
    switch (storage) {
    case Storage::Kept:
        m_storage->setText(tr("\u2713 Saved"));
        m_storage->setToolTip(tr("A delivery is on the disk before it is answered"));
        tint(m_storage, NoTone);
        break;
    case Storage::Failing:
        m_storage->setText(tr("\u2715 Not saved: answering 503"));
        m_storage->setToolTip(tr("The session file cannot be written, so that providers are asked to send again"));
        tint(m_storage, static_cast<int>(Tone::Danger));
        break;
    case Storage::ReadOnly:
        m_storage->setText(tr("\u2016 Read only"));
        m_storage->setToolTip(tr("Another Hookloupe writes this session"));
        tint(m_storage, static_cast<int>(Tone::Info));
        break;
    }
}

void CaptureStatusBar::showSize(qint64 bytes)
{
    m_size->setText(tr("Session %1").arg(sizeText(bytes)));
}

void CaptureStatusBar::showSecrets(qint64 all, qint64 missing, qint64 inKeyring)
{
    m_secrets->setVisible(all > 0);
    m_secrets->setText(missing > 0 ? tr("\u25B2 %1 of %2 secrets missing").arg(countText(missing), countText(all))
            : all == 1             ? tr("1 secret")
            : inKeyring == all     ? tr("%1 secrets in the keyring").arg(countText(all))
                                   : tr("%1 secrets").arg(countText(all)));
    m_secrets->setToolTip(tr("%1 kept in the system\u2019s keyring, %2 elsewhere. None is in the session file")
                              .arg(countText(inKeyring), countText(all - inKeyring)));
    tint(m_secrets, missing > 0 ? static_cast<int>(Tone::Warning) : NoTone);
}

void CaptureStatusBar::tint(QLabel* label, int tone)
{
    label->setProperty(ToneProperty, tone);
    QPalette ink = palette();
    ink.setColor(
        QPalette::WindowText, tone == NoTone ? quietText(palette()) : toneColor(static_cast<Tone>(tone), palette()));
    label->setPalette(ink);
}

void CaptureStatusBar::updateTints()
{
    for (QLabel* label : { m_listening, m_captured, m_response, m_secrets, m_storage, m_size })
        tint(label, label->property(ToneProperty).toInt());
}

void CaptureStatusBar::changeEvent(QEvent* event)
{
    QStatusBar::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_size)
        updateTints();
}

} // namespace hookloupe
