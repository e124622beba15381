// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoints/endpointform.h"

#include "endpoint/pathpattern.h"
#include "endpoints/formparts.h"
#include "endpoints/providerbox.h"
#include "messages/quantities.h"
#include "messages/responsesentences.h"
#include "profile/profileparameters.h"
#include "signature/secrets/secretadvice.h"
#include "theme/theme.h"
#include "widgets/elidedlabel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QScopedValueRollback>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

/// Where the rows of the parameters go: behind the public URL and its note.
constexpr int ParameterRow = 6;
constexpr int MaxFieldChars = 4096;

QHBoxLayout* lineOn(QWidget* widget)
{
    auto* line = new QHBoxLayout(widget);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(8);
    return line;
}

/// Empty where it is a URL, or nothing.
QString urlProblem(const QByteArray& url)
{
    if (url.isEmpty() || url.startsWith("https://") || url.startsWith("http://"))
        return {};
    return EndpointForm::tr("Begin with https:// or http://.");
}

} // namespace

EndpointForm::EndpointForm(std::shared_ptr<const ProfileCatalog> catalog, QWidget* parent)
    : QWidget(parent)
    , m_catalog(std::move(catalog))
    , m_form(new QFormLayout(this))
    , m_path(new QLineEdit(this))
    , m_method(new QComboBox(this))
    , m_pathNote(new FieldNote(this))
    , m_name(new QLineEdit(this))
    , m_provider(new ProviderBox(*m_catalog, tr("Provider"), tr("By the marks of each request"), this))
    , m_providerNote(new FieldNote(this))
    , m_publicUrl(new QLineEdit(this))
    , m_urlNote(new FieldNote(this))
    , m_secrets(new ElidedLabel(this))
    , m_secretsButton(new QPushButton(tr("S&ecrets\u2026"), this))
    , m_response(new ElidedLabel(this))
    , m_responseButton(new QPushButton(tr("C&hoose\u2026"), this))
    , m_responseReset(new QPushButton(tr("As the Response &Bar"), this))
    , m_challenges(new QCheckBox(tr("Answer the provider\u2019s &challenges as it expects"), this))
{
    setObjectName(u"endpointForm"_s);
    setUpForm(*m_form);
    m_form->addRow(tr("&Path"), buildPath());
    m_form->addRow(QString(), m_pathNote);
    m_form->addRow(tr("P&rovider"), m_provider);
    m_form->addRow(QString(), m_providerNote);
    m_form->addRow(tr("Public &URL"), m_publicUrl);
    m_form->addRow(QString(), m_urlNote);
    m_form->addRow(tr("Secrets"), buildSecrets());
    m_form->addRow(tr("Response"), buildResponse());
    m_form->addRow(QString(), m_challenges);
    m_form->addRow(tr("&Name"), m_name);
    if (auto* label = qobject_cast<QLabel*>(m_form->labelForField(m_path->parentWidget())))
        label->setBuddy(m_path);
    m_name->setObjectName(u"endpointName"_s);
    m_name->setPlaceholderText(tr("For you alone; may be empty"));
    m_provider->setObjectName(u"endpointProvider"_s);
    m_publicUrl->setObjectName(u"endpointUrl"_s);
    m_publicUrl->setPlaceholderText(tr("As each request says"));
    m_challenges->setObjectName(u"endpointChallenges"_s);
    for (QLineEdit* field : { m_path, m_name, m_publicUrl })
        field->setMaxLength(MaxFieldChars);
    connectFields();
}

QWidget* EndpointForm::buildPath()
{
    auto* row = new QWidget(this);
    QHBoxLayout* line = lineOn(row);
    m_path->setParent(row);
    m_method->setParent(row);
    m_path->setObjectName(u"endpointPath"_s);
    m_path->setAccessibleName(tr("Path"));
    m_path->setToolTip(tr("The beginning of the path. * stands for any text within a step, {name} for one step."));
    m_path->setFont(fixedFontLike(font()));
    m_method->setObjectName(u"endpointMethod"_s);
    m_method->setEditable(true);
    m_method->setInsertPolicy(QComboBox::NoInsert);
    m_method->addItems({ tr("Any method"), u"POST"_s, u"PUT"_s, u"GET"_s, u"PATCH"_s, u"DELETE"_s });
    m_method->setAccessibleName(tr("Method"));
    m_method->lineEdit()->setAccessibleName(tr("Method"));
    m_method->setMinimumContentsLength(10);
    m_pathNote->setObjectName(u"endpointPathNote"_s);
    line->addWidget(m_path, 1);
    line->addWidget(m_method);
    return row;
}

QWidget* EndpointForm::buildSecrets()
{
    auto* row = new QWidget(this);
    QHBoxLayout* line = lineOn(row);
    m_secrets->setObjectName(u"endpointSecrets"_s);
    m_secretsButton->setObjectName(u"endpointSecretsButton"_s);
    line->addWidget(m_secrets, 1);
    line->addWidget(m_secretsButton);
    return row;
}

QWidget* EndpointForm::buildResponse()
{
    auto* row = new QWidget(this);
    QHBoxLayout* line = lineOn(row);
    m_response->setObjectName(u"endpointResponse"_s);
    m_responseButton->setObjectName(u"endpointResponseButton"_s);
    m_responseButton->setAccessibleName(tr("Choose a response of its own"));
    m_responseReset->setObjectName(u"endpointResponseReset"_s);
    line->addWidget(m_response, 1);
    line->addWidget(m_responseReset);
    line->addWidget(m_responseButton);
    return row;
}

void EndpointForm::connectFields()
{
    for (QLineEdit* field : { m_path, m_name, m_publicUrl })
        connect(field, &QLineEdit::textEdited, this, &EndpointForm::take);
    connect(m_method, &QComboBox::currentTextChanged, this, &EndpointForm::take);
    connect(m_provider, &ProviderBox::providerChosen, this, [this] {
        take();
        showProfile();
    });
    connect(m_challenges, &QCheckBox::toggled, this, &EndpointForm::take);
    connect(m_secretsButton, &QPushButton::clicked, this, &EndpointForm::secretsRequested);
    connect(m_responseButton, &QPushButton::clicked, this, &EndpointForm::responseRequested);
    connect(m_responseReset, &QPushButton::clicked, this, [this] {
        m_endpoint.response.reset();
        showResponse();
        emit edited();
    });
}

void EndpointForm::show(const Endpoint& endpoint, bool isDefault)
{
    const QScopedValueRollback showing(m_isShowing, true);
    m_endpoint = endpoint;
    m_isDefault = isDefault;
    m_path->setText(isDefault ? tr("Every request that no other endpoint takes") : QString::fromUtf8(endpoint.path));
    m_path->setCursorPosition(0);
    m_method->setCurrentText(
        isDefault || endpoint.method.isEmpty() ? m_method->itemText(0) : QString::fromUtf8(endpoint.method));
    m_name->setText(endpoint.name);
    m_provider->setProvider(endpoint.profile);
    m_publicUrl->setText(QString::fromUtf8(endpoint.values.publicUrl));
    m_challenges->setChecked(endpoint.answersChallenges);
    showPath();
    showProfile();
    showSecrets();
    showResponse();
    enableFields();
}

void EndpointForm::take()
{
    if (m_isShowing)
        return;
    if (!m_isDefault) {
        m_endpoint.path = m_path->text().toUtf8();
        const QString method = m_method->currentText().trimmed();
        m_endpoint.method = method == m_method->itemText(0) ? QByteArray() : method.toUpper().toUtf8();
    }
    m_endpoint.name = m_name->text().trimmed();
    m_endpoint.profile = m_provider->provider();
    m_endpoint.values.publicUrl = m_publicUrl->text().trimmed().toUtf8();
    m_endpoint.answersChallenges = m_challenges->isChecked();
    for (const auto& [name, field] : m_parameters) {
        if (field->text().isEmpty())
            m_endpoint.values.params.erase(name);
        else
            m_endpoint.values.params.insert_or_assign(name, field->text().toUtf8());
    }
    showPath();
    emit edited();
}

void EndpointForm::noteTaken(const QString& text, std::optional<Tone> tone)
{
    if (m_isDefault || PathPattern::parse(m_endpoint.path))
        m_pathNote->say(text, tone);
}

void EndpointForm::showPath()
{
    const auto pattern = PathPattern::parse(m_endpoint.path);
    if (!m_isDefault && !pattern)
        m_pathNote->say(pattern.error(), Tone::Danger);
    const QString problem = urlProblem(m_endpoint.values.publicUrl);
    if (!problem.isEmpty())
        m_urlNote->say(problem, Tone::Warning);
    else
        showProfile();
}

void EndpointForm::showProfile()
{
    const ProfilePtr profile = m_catalog->find(m_endpoint.profile);
    if (!m_endpoint.profile.isEmpty() && !profile)
        m_providerNote->say(tr("There is no profile of that name here; nothing is checked."), Tone::Warning);
    else if (profile && !needsSecret(*profile))
        m_providerNote->say(tr("%1 signs nothing.").arg(profile->name));
    else
        m_providerNote->say(QString());
    if (urlProblem(m_endpoint.values.publicUrl).isEmpty())
        m_urlNote->say(profile && looksAtUrl(*profile)
                ? tr("%1 signs the URL: enter it here when a tunnel or proxy stands before Hookloupe.")
                      .arg(profile->name)
                : QString());
    showParameters();
}

void EndpointForm::showParameters()
{
    const ProfilePtr profile = m_catalog->find(m_endpoint.profile);
    const std::vector<QByteArray> wanted = profile ? parameterNames(*profile) : std::vector<QByteArray>();
    const bool isSame = std::equal(wanted.begin(), wanted.end(), m_parameters.begin(), m_parameters.end(),
        [](const QByteArray& name, const auto& parameter) { return name == parameter.first; });
    if (!isSame) {
        for (const auto& [name, field] : m_parameters)
            m_form->removeRow(field);
        m_parameters.clear();
        int row = ParameterRow;
        QWidget* before = m_publicUrl;
        for (const QByteArray& name : wanted) {
            auto* field = new QLineEdit(this);
            field->setObjectName(u"endpointParam-"_s + QString::fromUtf8(name));
            field->setMaxLength(MaxFieldChars);
            field->setPlaceholderText(tr("A setting that %1 needs").arg(profile->name));
            field->setReadOnly(m_isReadOnly);
            connect(field, &QLineEdit::textEdited, this, &EndpointForm::take);
            m_form->insertRow(row++, QString::fromUtf8(name), field);
            setTabOrder(before, field);
            before = field;
            m_parameters.emplace_back(name, field);
        }
        setTabOrder(before, m_secretsButton);
    }
    for (const auto& [name, field] : m_parameters) {
        const auto value = m_endpoint.values.params.find(name);
        const QString text = value == m_endpoint.values.params.end() ? QString() : QString::fromUtf8(value->second);
        if (field->text() != text)
            field->setText(text);
    }
}

void EndpointForm::showSecrets()
{
    QStringList names;
    for (const SecretEntry& entry : m_endpoint.secrets)
        names << entry.name;
    if (names.isEmpty())
        m_secrets->setText(tr("None: signatures cannot be checked"));
    else
        m_secrets->setText(names.size() == 1 ? tr("1 secret: %1").arg(names.front())
                                             : tr("%1 secrets: %2").arg(countText(names.size()), names.join(u", "_s)));
}

void EndpointForm::showResponse()
{
    const auto& response = m_endpoint.response;
    m_response->setText(!response      ? tr("As the response bar says")
            : response->isSinglePlan() ? nameOf(response->steps().front().plan)
                                       : tr("Sequence %1").arg(toText(*response)));
    m_responseReset->setVisible(response.has_value());
}

void EndpointForm::setReadOnly(bool isReadOnly)
{
    m_isReadOnly = isReadOnly;
    enableFields();
}

void EndpointForm::enableFields()
{
    m_path->setEnabled(!m_isDefault);
    m_method->setEnabled(!m_isDefault && !m_isReadOnly);
    for (QLineEdit* field : { m_path, m_name, m_publicUrl })
        field->setReadOnly(m_isReadOnly);
    for (const auto& [name, field] : m_parameters)
        field->setReadOnly(m_isReadOnly);
    for (QWidget* field : { static_cast<QWidget*>(m_provider), static_cast<QWidget*>(m_secretsButton),
             static_cast<QWidget*>(m_responseButton), static_cast<QWidget*>(m_responseReset),
             static_cast<QWidget*>(m_challenges) })
        field->setEnabled(!m_isReadOnly);
}

bool EndpointForm::focusParameter(const QByteArray& name)
{
    const auto found = std::find_if(
        m_parameters.begin(), m_parameters.end(), [&name](const auto& parameter) { return parameter.first == name; });
    if (found == m_parameters.end()) {
        m_provider->setFocus();
        return false;
    }
    found->second->setFocus();
    return true;
}

void EndpointForm::focusPath()
{
    if (m_isDefault) {
        m_provider->setFocus();
        return;
    }
    m_path->setFocus();
    m_path->selectAll();
}

} // namespace hookloupe
