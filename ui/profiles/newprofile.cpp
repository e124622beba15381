// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/newprofile.h"

#include "profile/text/jsonoutline.h"
#include "theme/tones.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QRegularExpression>
#include <QVBoxLayout>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

QByteArray schemeText(ProfileTemplate from, const QByteArray& header)
{
    const QByteArray place = quotedJson(QByteArray("header:" + header));
    switch (from) {
    case ProfileTemplate::HmacBody:
        return R"(      "id": "hmac-sha256",
      "algorithm": "hmac",
      "hash": "sha256",
      "signature": {"from": )"
            + place + R"(, "encoding": "hex"},
      "content": "{body}")";
    case ProfileTemplate::HmacTime:
        return R"(      "id": "hmac-sha256",
      "algorithm": "hmac",
      "hash": "sha256",
      "signature": {"from": )"
            + place + R"(, "encoding": "hex"},
      "content": "{header:X-Timestamp}.{body}",
      "time": {"from": "header:X-Timestamp", "unit": "s", "tolerance_s": 300})";
    case ProfileTemplate::StandardWebhooks:
        return R"(      "id": "standard-webhooks",
      "algorithm": "hmac",
      "hash": "sha256",
      "key": {"encoding": "base64", "strip": "whsec_"},
      "signature": {"from": "header:webhook-signature", "grammar": "list", "field": "v1", "separator": " ", "assign": ",", "encoding": "base64"},
      "content": "{header:webhook-id}.{header:webhook-timestamp}.{body}",
      "time": {"from": "header:webhook-timestamp", "unit": "s", "tolerance_s": 300})";
    case ProfileTemplate::Token:
        return R"(      "id": "token",
      "algorithm": "token",
      "signature": {"from": )"
            + place + "}";
    case ProfileTemplate::PublicKey:
        return R"(      "id": "ed25519",
      "algorithm": "ed25519",
      "key": {"encoding": "pem"},
      "signature": {"from": )"
            + place + R"(, "encoding": "base64"},
      "content": "{body}")";
    case ProfileTemplate::Unsigned:
        return R"(      "id": "none",
      "algorithm": "none")";
    }
    return {};
}

void showProblem(QLabel* label, const QString& problem)
{
    label->setText(problem.isEmpty() ? QString() : QString(u"\u2715 "_s + problem));
    QPalette palette = label->palette();
    palette.setColor(QPalette::WindowText, toneColor(Tone::Danger, label->parentWidget()->palette()));
    label->setPalette(palette);
}

QLabel* problemLabel(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setMinimumHeight(label->fontMetrics().height() * 2);
    label->setAlignment(Qt::AlignTop);
    return label;
}

} // namespace

QByteArray newProfileText(ProfileTemplate from, const QByteArray& id, const QString& name, const QByteArray& header)
{
    const bool isStandard = from == ProfileTemplate::StandardWebhooks;
    const QByteArray place = isStandard ? QByteArray("webhook-signature")
        : header.isEmpty()              ? QByteArray("X-Signature")
                                        : header;
    QByteArray text = "{\n  \"id\": " + quotedJson(id) + ",\n  \"name\": " + quotedJson(name.toUtf8())
        + ",\n  \"evidence\": \"general\",\n";
    if (from != ProfileTemplate::Unsigned)
        text += "  \"recognize\": [{\"when\": {\"has\": " + quotedJson(QByteArray("header:" + place))
            + "}, \"weight\": 50}],\n";
    return text + "  \"schemes\": [\n    {\n" + schemeText(from, place)
        + "\n    }\n  ],\n  \"event\": {\"id\": \"json:/id\", \"type\": \"json:/type\"}\n}\n";
}

QString problemWithId(const QByteArray& id)
{
    static const QRegularExpression pattern(u"^[a-z0-9][a-z0-9-]{0,62}$"_s);
    return pattern.match(QString::fromUtf8(id)).hasMatch()
        ? QString()
        : NewProfileDialog::tr("The id is made of lower-case letters, digits and hyphens, at most 63.");
}

NewProfileDialog::NewProfileDialog(std::function<QString(const QByteArray&)> takenBecause, QWidget* parent)
    : QDialog(parent)
    , m_takenBecause(std::move(takenBecause))
    , m_id(new QLineEdit(this))
    , m_name(new QLineEdit(this))
    , m_from(new QComboBox(this))
    , m_problem(problemLabel(this))
    , m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this))
{
    setWindowTitle(tr("New Profile"));
    m_name->setObjectName(u"newProfileName"_s);
    m_name->setMaxLength(100);
    m_id->setObjectName(u"newProfileId"_s);
    m_id->setMaxLength(63);
    const std::pair<ProfileTemplate, QString> templates[] {
        { ProfileTemplate::HmacBody, tr("HMAC over the body") },
        { ProfileTemplate::HmacTime, tr("HMAC over time and body") },
        { ProfileTemplate::StandardWebhooks, tr("Standard Webhooks") },
        { ProfileTemplate::Token, tr("A token in a header") },
        { ProfileTemplate::PublicKey, tr("A public key (Ed25519)") },
        { ProfileTemplate::Unsigned, tr("Not signed") },
    };
    for (const auto& [from, text] : templates)
        m_from->addItem(text, static_cast<int>(from));
    m_buttons->button(QDialogButtonBox::Ok)->setText(tr("&Begin"));
    auto* form = new QFormLayout(this);
    form->addRow(tr("&Name"), m_name);
    form->addRow(tr("&Id"), m_id);
    form->addRow(tr("&Signed with"), m_from);
    form->addRow(m_problem);
    form->addRow(m_buttons);
    connect(m_name, &QLineEdit::textEdited, this, [this](const QString& name) {
        static const QRegularExpression others(u"[^a-z0-9]+"_s);
        QString id = name.toLower().replace(others, u"-"_s);
        while (id.startsWith(u'-'))
            id.remove(0, 1);
        while (id.endsWith(u'-'))
            id.chop(1);
        m_id->setText(id);
    });
    connect(m_id, &QLineEdit::textChanged, this, &NewProfileDialog::check);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    check();
    setMinimumWidth(420);
}

void NewProfileDialog::check()
{
    const QByteArray id = m_id->text().toUtf8();
    QString problem = problemWithId(id);
    if (problem.isEmpty())
        problem = m_takenBecause(id);
    showProblem(m_problem, id.isEmpty() ? QString() : problem);
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(problem.isEmpty() && !m_name->text().trimmed().isEmpty());
}

ProfileWish NewProfileDialog::wish() const
{
    return { m_id->text().toUtf8(), m_name->text().trimmed(),
        static_cast<ProfileTemplate>(m_from->currentData().toInt()) };
}

CopyProfileDialog::CopyProfileDialog(const QByteArray& id, const QString& name, bool canOverride,
    std::function<QString(const QByteArray&)> takenBecause, QWidget* parent)
    : QDialog(parent)
    , m_ownId(id)
    , m_takenBecause(std::move(takenBecause))
    , m_override(new QRadioButton(tr("Take its &place: the shipped one is not used while yours is there"), this))
    , m_beside(new QRadioButton(tr("Stand &beside it under another id"), this))
    , m_id(new QLineEdit(QString::fromUtf8(id + "-own"), this))
    , m_problem(problemLabel(this))
    , m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this))
{
    setWindowTitle(tr("Customise %1").arg(name));
    m_override->setObjectName(u"copyOverride"_s);
    m_beside->setObjectName(u"copyBeside"_s);
    m_id->setObjectName(u"copyId"_s);
    m_id->setAccessibleName(tr("Id of the copy"));
    m_id->setMaxLength(63);
    m_override->setVisible(canOverride);
    m_beside->setVisible(canOverride);
    (canOverride ? m_override : m_beside)->setChecked(true);
    m_buttons->button(QDialogButtonBox::Ok)->setText(tr("&Begin"));
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_override);
    column->addWidget(m_beside);
    auto* row = new QHBoxLayout;
    row->addSpacing(canOverride ? 24 : 0);
    row->addWidget(new QLabel(tr("Id"), this));
    row->addWidget(m_id, 1);
    column->addLayout(row);
    column->addWidget(m_problem);
    column->addWidget(m_buttons);
    connect(m_override, &QRadioButton::toggled, this, &CopyProfileDialog::check);
    connect(m_id, &QLineEdit::textChanged, this, &CopyProfileDialog::check);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    check();
    setMinimumWidth(420);
}

void CopyProfileDialog::check()
{
    m_id->setEnabled(m_beside->isChecked());
    QString problem = problemWithId(id());
    if (problem.isEmpty() && m_beside->isChecked())
        problem = m_takenBecause(id());
    showProblem(m_problem, problem);
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(problem.isEmpty());
}

QByteArray CopyProfileDialog::id() const
{
    return m_override->isChecked() ? m_ownId : m_id->text().toUtf8();
}

} // namespace hookloupe
