// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/bodypanel.h"

#include "bytes/bytepane.h"
#include "bytes/byteview.h"
#include "bytes/findbar.h"
#include "bytes/visibletext.h"
#include "messages/bodysentences.h"
#include "messages/exactsize.h"
#include "messages/quantities.h"
#include "panels/prettyview.h"
#include "widgets/flowlayout.h"
#include "widgets/savebutton.h"
#include "widgets/segmentedswitch.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace hookloupe {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

BodyPanel::BodyPanel(QWidget* parent)
    : DeliveryPanel(parent)
    , m_stack(new QStackedWidget(this))
    , m_empty(new QLabel(this))
    , m_prettyView(new PrettyView(this))
    , m_bytes(new BytePane(this))
    , m_find(new FindBar(this))
{
    m_empty->setObjectName(u"bodyEmpty"_s);
    m_empty->setTextFormat(Qt::PlainText);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_bytes->setObjectName(u"bodyBytes"_s);
    m_prettyView->setObjectName(u"bodyPretty"_s);
    for (QWidget* page : std::initializer_list<QWidget*> { m_empty, m_prettyView, m_bytes })
        m_stack->addWidget(page);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeBar());
    column->addWidget(makeNotice());
    column->addWidget(m_stack, 1);
    column->addWidget(m_find);
    m_patience.setSingleShot(true);
    m_patience.setInterval(150ms);
    connect(&m_patience, &QTimer::timeout, this, [this] { showEmpty(tr("Decoding the body\u2026")); });
    connect(&m_work, &BodyWork::decoded, this, &BodyPanel::takeDecoded);
    connect(&m_work, &BodyWork::prettyReady, this, &BodyPanel::takePretty);
}

QWidget* BodyPanel::makeBar()
{
    auto* bar = new QWidget(this);
    m_form = new SegmentedSwitch(tr("Show as"), bar);
    m_form->setObjectName(u"bodyForm"_s);
    m_form->addChoice(tr("Pretty"));
    m_form->addChoice(tr("Text"));
    m_form->addChoice(tr("Hex"));
    m_coding = new SegmentedSwitch(tr("Content encoding"), bar);
    m_coding->setObjectName(u"bodyCoding"_s);
    m_coding->addChoice(tr("Decoded"));
    m_coding->addChoice(tr("As sent"));
    auto* find = new QToolButton(bar);
    find->setText(tr("Find"));
    find->setToolTip(
        tr("Find in the body (%1)").arg(QKeySequence(QKeySequence::Find).toString(QKeySequence::NativeText)));
    auto* copyAll = new QToolButton(bar);
    copyAll->setText(tr("Copy"));
    copyAll->setToolTip(tr("Copy the selection, or everything"));
    m_save = new SaveButton(bar);
    m_save->setObjectName(u"bodySave"_s);
    m_kind = new QLabel(bar);
    m_kind->setObjectName(u"bodyKind"_s);
    m_kind->setTextFormat(Qt::PlainText);
    for (QToolButton* button : { find, copyAll }) {
        button->setFocusPolicy(Qt::TabFocus);
        button->setMinimumSize(24, 24);
    }
    auto* row = new FlowLayout(bar, 6, 4);
    row->setContentsMargins(6, 6, 6, 6);
    for (QWidget* widget : std::initializer_list<QWidget*> { m_form, m_coding, find, copyAll, m_save, m_kind })
        row->addWidget(widget);
    connect(m_form, &SegmentedSwitch::chosen, this, &BodyPanel::chooseForm);
    connect(m_coding, &SegmentedSwitch::chosen, this, &BodyPanel::showBody);
    connect(find, &QToolButton::clicked, m_find, &FindBar::open);
    connect(copyAll, &QToolButton::clicked, this, &BodyPanel::copy);
    connect(m_bytes, &BytePane::copyCut, this,
        [this](qint64 copied) { m_kind->setText(tr("Only the first %1 were copied.").arg(sizeText(copied))); });
    connect(m_save, &SaveButton::done, this, [this](const QString&, const QString& problem) {
        m_kind->setText(problem.isEmpty() ? tr("Saved.") : problem);
    });
    return bar;
}

QWidget* BodyPanel::makeNotice()
{
    m_notice = new QWidget(this);
    m_noticeText = new QLabel(m_notice);
    m_noticeText->setObjectName(u"bodyNotice"_s);
    m_noticeText->setTextFormat(Qt::PlainText);
    m_noticeText->setWordWrap(true);
    m_noticeAction = new QPushButton(tr("Go There"), m_notice);
    m_noticeAction->setObjectName(u"bodyNoticeAction"_s);
    auto* row = new QHBoxLayout(m_notice);
    row->setContentsMargins(8, 0, 6, 6);
    row->addWidget(m_noticeText, 1);
    row->addWidget(m_noticeAction);
    m_notice->hide();
    connect(m_noticeAction, &QPushButton::clicked, this, &BodyPanel::actOnNotice);
    return m_notice;
}

void BodyPanel::showDelivery(DeliveryPtr delivery)
{
    m_delivery = std::move(delivery);
    m_patience.start();
    m_work.start(m_delivery->request, false);
}

void BodyPanel::takeDecoded(const DecodedBody& body)
{
    m_patience.stop();
    m_decoded = body;
    m_pretty = {};
    m_isPrettyKnown = false;
    m_coding->setVisible(!body.coding.isEmpty());
    m_coding->setCurrent(0);
    // A small body is laid out before anybody could see it as it is
    constexpr qint64 SoonReadyBytes = 256 << 10;
    if (!canBePretty() || wantedForm() != Pretty || body.bytes->size() > SoonReadyBytes)
        showBody();
}

void BodyPanel::takePretty(const PrettyBody& body)
{
    m_pretty = body;
    m_isPrettyKnown = true;
    const bool isShownNow = m_stack->currentWidget() == m_bytes && wantedForm() != Pretty;
    const bool isConverted = m_decoded.type.kind == BodyKind::Text && !body.text.isEmpty();
    if (!isShownNow || isConverted)
        showBody();
    else
        updateNotice();
}

bool BodyPanel::isShowingSent() const
{
    return !m_decoded.coding.isEmpty() && m_coding->current() == 1;
}

bool BodyPanel::canBePretty() const
{
    const BodyKind kind = m_decoded.type.kind;
    const bool hasForm
        = kind == BodyKind::Json || kind == BodyKind::Xml || kind == BodyKind::Form || kind == BodyKind::Multipart;
    return hasForm && !isShowingSent() && !m_pretty.error;
}

int BodyPanel::choiceKey() const
{
    constexpr int Sent = -1;
    return isShowingSent() ? Sent : static_cast<int>(m_decoded.type.kind);
}

BodyPanel::Form BodyPanel::wantedForm() const
{
    const bool isOpaque = isShowingSent() || m_decoded.type.kind == BodyKind::Binary;
    const int usual = isOpaque ? Hex : canBePretty() ? Pretty : Text;
    const auto form = static_cast<Form>(m_chosenForms.value(choiceKey(), usual));
    return form == Pretty && !canBePretty() ? Text : form;
}

ByteSourcePtr BodyPanel::shownBytes() const
{
    return isShowingSent() ? sourceOf(m_delivery->request->body) : m_decoded.bytes;
}

void BodyPanel::chooseForm(int form)
{
    if (!m_decoded.bytes)
        return;
    m_chosenForms.insert(choiceKey(), form);
    if (form == Pretty && m_pretty.isTooLarge)
        actOnNotice();
    else
        showBody();
}

void BodyPanel::showBody()
{
    const ByteSourcePtr bytes = shownBytes();
    updateKindLine();
    updateNotice();
    m_save->setSource(bytes, fileName());
    m_form->setChoiceEnabled(Pretty, canBePretty());
    if (bytes->size() == 0)
        return showEmpty(tr("The request has no body."));
    const Form form = wantedForm();
    const bool isReady = m_isPrettyKnown && !m_pretty.isTooLarge;
    m_form->setCurrent(form == Pretty && !isReady ? Text : form);
    if (form == Pretty && isReady) {
        m_prettyView->showBody(m_pretty, m_decoded);
        m_stack->setCurrentWidget(m_prettyView);
        setFocusProxy(m_prettyView);
        aimFind();
    } else {
        showBytes(form == Hex ? Hex : Text);
    }
}

void BodyPanel::showBytes(Form form)
{
    ByteSourcePtr bytes = shownBytes();
    const bool isConverted = !isShowingSent() && m_decoded.type.kind == BodyKind::Text && !m_pretty.text.isEmpty();
    if (form == Text && isConverted)
        bytes = sourceOf(m_pretty.text);
    const bool isLatin1 = !isConverted && m_decoded.type.charset == "iso-8859-1" && !isShowingSent();
    m_bytes->setCharset(isLatin1 ? TextCharset::Latin1 : TextCharset::Utf8);
    // From the body of one delivery to that of another the place in it means nothing
    m_bytes->setSource(nullptr);
    m_bytes->setForm(form == Hex ? BytePane::Form::Hex : BytePane::Form::Text);
    m_bytes->setSource(bytes);
    m_stack->setCurrentWidget(m_bytes);
    setFocusProxy(m_bytes);
    aimFind();
}

void BodyPanel::showEmpty(const QString& text)
{
    m_empty->setText(text);
    m_stack->setCurrentWidget(m_empty);
    setFocusProxy(nullptr);
    m_find->setTarget({ nullptr, [](qint64, qint64) {}, [] { return qint64(0); }, nullptr });
}

void BodyPanel::updateKindLine()
{
    const qint64 sent = m_delivery->request->body.size();
    if (m_decoded.coding.isEmpty() || isShowingSent()) {
        const QString coded
            = isShowingSent() ? visibleLine(QByteArrayView(m_decoded.coding)) : bodyTypeName(m_decoded.type);
        m_kind->setText(sent == 0 ? QString() : tr("%1, %2").arg(coded, exactSizeText(sent)));
        return;
    }
    m_kind->setText(tr("%1, %2; sent as %3 in %4")
                        .arg(bodyTypeName(m_decoded.type), exactSizeText(m_decoded.bytes->size()), sizeText(sent),
                            visibleLine(QByteArrayView(m_decoded.coding))));
}

void BodyPanel::updateNotice()
{
    const QString decoding = decodeSentence(m_decoded.outcome);
    if (!decoding.isEmpty() && !isShowingSent())
        showNotice(u"! "_s + decoding);
    else if (m_pretty.error && !isShowingSent())
        showNotice(u"\u2715 "_s + jsonErrorSentence(*m_pretty.error), tr("Go There"));
    else if (m_pretty.isTooLarge && !isShowingSent())
        showNotice(tr("Large, so it is shown as it is."), tr("Format Anyway"));
    else if (!m_isPrettyKnown && m_work.isRunning() && canBePretty())
        showNotice(tr("Formatting\u2026"));
    else
        showNotice({});
}

void BodyPanel::showNotice(const QString& text, const QString& action)
{
    m_notice->setVisible(!text.isEmpty());
    m_noticeText->setText(text);
    m_noticeAction->setVisible(!action.isEmpty());
    m_noticeAction->setText(action);
}

void BodyPanel::actOnNotice()
{
    if (m_pretty.isTooLarge) {
        m_chosenForms.insert(choiceKey(), Pretty);
        m_work.start(m_delivery->request, true);
        showNotice(tr("Formatting\u2026"));
    } else if (m_pretty.error) {
        showBytes(Text);
        m_form->setCurrent(Text);
        const qint64 place = m_pretty.error->offset;
        m_bytes->view()->select(place, place + 1);
        m_bytes->view()->setFocus();
    }
}

QString BodyPanel::fileName() const
{
    static constexpr const char* Endings[] { "bin", "json", "xml", "form", "multipart", "txt", "bin" };
    const QString ending
        = isShowingSent() ? u"bin"_s : QString::fromLatin1(Endings[static_cast<std::size_t>(m_decoded.type.kind)]);
    return u"body-%1.%2"_s.arg(m_delivery->id.value).arg(ending);
}

void BodyPanel::aimFind()
{
    if (m_stack->currentWidget() == m_prettyView)
        return m_find->setTarget(m_prettyView->findTarget());
    ByteView* view = m_bytes->view();
    m_find->setTarget({ m_bytes->source(), [view](qint64 begin, qint64 end) { view->select(begin, end); },
        [view] { return view->caret(); }, view });
}

void BodyPanel::copy()
{
    if (m_stack->currentWidget() == m_prettyView)
        return m_prettyView->copy();
    ByteView* view = m_bytes->view();
    if (!view->hasSelection())
        view->selectAll();
    view->copy();
}

bool BodyPanel::event(QEvent* event)
{
    // Within the panel this key finds in the body, whatever the window does with it elsewhere
    if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent*>(event)->matches(QKeySequence::Find)) {
        event->accept();
        return true;
    }
    return DeliveryPanel::event(event);
}

void BodyPanel::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Find))
        m_find->open();
    else
        DeliveryPanel::keyPressEvent(event);
}

} // namespace hookloupe
