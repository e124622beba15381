// SPDX-License-Identifier: GPL-3.0-or-later
#include "windows/settingsdialog.h"

#include "settings/captureoptions.h"
#include "settings/settingsstore.h"
#include "theme/theme.h"
#include "theme/tones.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

QFormLayout* formOn(QWidget* page)
{
    auto* form = new QFormLayout(page);
    form->setContentsMargins(16, 16, 16, 16);
    form->setVerticalSpacing(10);
    form->setHorizontalSpacing(12);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    return form;
}

QLabel* hint(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    label->setSizePolicy(policy);
    QPalette quiet = label->palette();
    quiet.setColor(QPalette::WindowText, quietText(quiet));
    label->setPalette(quiet);
    return label;
}

QString objectNameOf(QLatin1StringView key)
{
    return QString(key).replace(u'/', u'-');
}

} // namespace

SettingsDialog::SettingsDialog(SettingsStore& store, QWidget* parent)
    : QDialog(parent)
    , m_store(store)
    , m_tabs(new QTabWidget(this))
{
    setObjectName(u"settingsDialog"_s);
    setWindowTitle(tr("Settings"));
    m_tabs->addTab(buildCapture(), tr("&Capture"));
    m_tabs->addTab(buildTls(), tr("&TLS"));
    m_tabs->addTab(buildLimits(), tr("&Limits"));
    m_tabs->addTab(buildKeeping(), tr("&Keeping"));
    m_tabs->addTab(buildNotices(), tr("&Notices"));
    m_tabs->addTab(buildLook(), tr("Loo&k"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    m_ok = buttons->button(QDialogButtonBox::Ok);
    connect(buttons, &QDialogButtonBox::accepted, this, &SettingsDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(12);
    column->addWidget(m_tabs, 1);
    column->addWidget(buttons);
    resize(560, 420);
    checkAddresses();
}

QSpinBox* SettingsDialog::addNumber(QFormLayout* form, const QString& label, const Setting<int>& setting, int least,
    int most, const QString& suffix, const QString& special)
{
    auto* box = new QSpinBox(this);
    box->setObjectName(objectNameOf(setting.key));
    box->setRange(least, most);
    box->setSuffix(suffix);
    box->setSpecialValueText(special);
    box->setGroupSeparatorShown(true);
    box->setValue(m_store.get(setting));
    form->addRow(label, box);
    m_save.push_back([this, box, setting] { m_store.set(setting, box->value()); });
    return box;
}

QComboBox* SettingsDialog::addChoice(
    QFormLayout* form, const QString& label, const Setting<int>& setting, const QStringList& choices)
{
    auto* box = new QComboBox(this);
    box->setObjectName(objectNameOf(setting.key));
    box->addItems(choices);
    box->setCurrentIndex(std::clamp(m_store.get(setting), 0, static_cast<int>(choices.size()) - 1));
    form->addRow(label, box);
    m_save.push_back([this, box, setting] { m_store.set(setting, box->currentIndex()); });
    return box;
}

QCheckBox* SettingsDialog::addCheck(QFormLayout* form, const QString& text, const Setting<bool>& setting)
{
    auto* box = new QCheckBox(text, this);
    box->setObjectName(objectNameOf(setting.key));
    box->setChecked(m_store.get(setting));
    form->addRow(QString(), box);
    m_save.push_back([this, box, setting] { m_store.set(setting, box->isChecked()); });
    return box;
}

QLineEdit* SettingsDialog::addFile(QFormLayout* form, const QString& label, const Setting<QLatin1StringView>& setting)
{
    auto* row = new QWidget(this);
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    auto* field = new QLineEdit(m_store.get(setting), row);
    field->setObjectName(objectNameOf(setting.key));
    auto* choose = new QPushButton(tr("Choose\u2026"), row);
    choose->setAccessibleName(tr("Choose %1").arg(QString(label).remove(u'&')));
    line->addWidget(field, 1);
    line->addWidget(choose);
    form->addRow(label, row);
    if (auto* caption = qobject_cast<QLabel*>(form->labelForField(row)))
        caption->setBuddy(field);
    field->setAccessibleName(QString(label).remove(u'&'));
    connect(choose, &QPushButton::clicked, this, [this, field] {
        const QString file = QFileDialog::getOpenFileName(
            this, tr("Choose a File"), field->text(), tr("PEM files (*.pem *.crt *.key);;All files (*)"));
        if (!file.isEmpty())
            field->setText(file);
    });
    m_save.push_back([this, field, setting] { m_store.set(setting, field->text().trimmed()); });
    return field;
}

QWidget* SettingsDialog::buildCapture()
{
    auto* page = new QWidget(this);
    QFormLayout* form = formOn(page);
    m_addresses = new QPlainTextEdit(m_store.get(setting::ListenAddresses), page);
    m_addresses->setObjectName(objectNameOf(setting::ListenAddresses.key));
    m_addresses->setFont(fixedFontLike(font()));
    m_addresses->setTabChangesFocus(true);
    m_addresses->setMaximumHeight(m_addresses->fontMetrics().height() * 6);
    m_addressVerdict = hint(QString(), page);
    m_addressVerdict->setObjectName(u"addressVerdict"_s);
    form->addRow(tr("Listen &on"), m_addresses);
    form->addRow(QString(), m_addressVerdict);
    form->addRow(QString(),
        hint(tr("One address per line, for example 127.0.0.1:8787, [::1]:8787 or *:8787. Each takes HTTP and HTTPS; "
                "with https:// before it, that URL is shown."),
            page));
    addChoice(form, tr("&Expect: 100-continue"), setting::ExpectPolicy,
        { tr("Answer 100 and read the body"), tr("Say nothing and wait for the body"), tr("Answer 417 and close") });
    connect(m_addresses, &QPlainTextEdit::textChanged, this, &SettingsDialog::checkAddresses);
    m_save.push_back([this] { m_store.set(setting::ListenAddresses, m_addresses->toPlainText().trimmed()); });
    return page;
}

QWidget* SettingsDialog::buildTls()
{
    auto* page = new QWidget(this);
    QFormLayout* form = formOn(page);
    addFile(form, tr("C&ertificate"), setting::CertificateFile);
    addFile(form, tr("&Private key"), setting::KeyFile);
    form->addRow(QString(),
        hint(tr("PEM files, the key without a pass phrase. Empty: Hookloupe makes a certificate itself."), page));
    auto* names = new QLineEdit(m_store.get(setting::OwnNames), page);
    names->setObjectName(objectNameOf(setting::OwnNames.key));
    names->setPlaceholderText(tr("hooks.example.test 192.168.0.7"));
    form->addRow(tr("&Own names"), names);
    form->addRow(
        QString(), hint(tr("Names and addresses, beside localhost, for the certificate that Hookloupe makes."), page));
    m_save.push_back([this, names] { m_store.set(setting::OwnNames, names->text().simplified()); });
    return page;
}

QWidget* SettingsDialog::buildLimits()
{
    auto* page = new QWidget(this);
    QFormLayout* form = formOn(page);
    addNumber(form, tr("&Headers at most"), setting::HeadKiB, 1, 65'536, tr(" KiB"));
    addNumber(form, tr("&Body at most"), setting::BodyMiB, 0, 1 << 20, tr(" MiB"));
    addNumber(form, tr("Co&nnections at once"), setting::Connections, 1, 100'000, {});
    addNumber(form, tr("Headers &within"), setting::HeadSeconds, 1, 86'400, tr(" s"));
    addNumber(form, tr("&Pause within a body"), setting::BodyPauseSeconds, 1, 86'400, tr(" s"));
    addNumber(form, tr("&Idle connection"), setting::IdleSeconds, 1, 86'400, tr(" s"));
    form->addRow(QString(), hint(tr("What goes beyond is refused, and captured with a note that says so."), page));
    return page;
}

QWidget* SettingsDialog::buildKeeping()
{
    auto* page = new QWidget(this);
    QFormLayout* form = formOn(page);
    addNumber(form, tr("Newest &deliveries"), setting::KeepDeliveries, 0, 100'000'000, {}, tr("All"));
    addNumber(form, tr("&Size"), setting::KeepMiB, 0, 1 << 24, tr(" MiB"), tr("No limit"));
    addNumber(form, tr("&Age"), setting::KeepHours, 0, 1'000'000, tr(" h"), tr("For ever"));
    form->addRow(QString(), hint(tr("The oldest go first. What is pinned stays."), page));
    addCheck(form, tr("A new session &begins with the endpoints of the one before"), setting::RememberEndpoints);
    return page;
}

QWidget* SettingsDialog::buildNotices()
{
    auto* page = new QWidget(this);
    QFormLayout* form = formOn(page);
    form->addRow(hint(tr("Say so on the desktop, at most once in ten seconds, when there comes:"), page));
    addCheck(form, tr("a &duplicate or a replay: a message that was acknowledged, or signed bytes, once more"),
        setting::NoticeDuplicates);
    addCheck(form, tr("a &stale event: a newer one of the same resource had come before"), setting::NoticeStale);
    form->addRow(hint(tr("Where the desktop shows no notices, the window says it at its lower edge."), page));
    return page;
}

QWidget* SettingsDialog::buildLook()
{
    auto* page = new QWidget(this);
    QFormLayout* form = formOn(page);
    addChoice(
        form, tr("&Theme"), setting::Theme, { tr("As the system"), tr("Light"), tr("Dark"), tr("High contrast") });
    return page;
}

void SettingsDialog::checkAddresses()
{
    if (!m_ok)
        return;
    const auto addresses = parseListenAddresses(m_addresses->toPlainText());
    QString verdict;
    Tone tone = Tone::Danger;
    if (!addresses) {
        verdict = u"\u2715 "_s + addresses.error().detail;
    } else if (addresses->empty()) {
        verdict = u"\u2715 "_s + tr("Give at least one address.");
    } else if (!std::all_of(
                   addresses->begin(), addresses->end(), [](const auto& one) { return one.isLoopbackOnly(); })) {
        verdict = u"\u25B2 "_s + tr("Other machines in the network will be able to reach it.");
        tone = Tone::Warning;
    } else {
        verdict = u"\u2713 "_s + tr("Only programs on this machine can reach it.");
        tone = Tone::Ok;
    }
    m_ok->setEnabled(tone != Tone::Danger);
    m_addressVerdict->setText(verdict);
    QPalette ink = palette();
    ink.setColor(QPalette::WindowText, toneColor(tone, palette()));
    m_addressVerdict->setPalette(ink);
}

void SettingsDialog::accept()
{
    for (const std::function<void()>& save : m_save)
        save();
    QDialog::accept();
}

} // namespace hookloupe
