// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoints/secretform.h"

#include "endpoints/formparts.h"
#include "endpoints/providerbox.h"
#include "endpoints/secretvaluefield.h"
#include "messages/secretsentences.h"
#include "signature/secrets/secretadvice.h"
#include "theme/theme.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QStackedWidget>
#include <QStandardItemModel>

#include <array>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

using Kind = SecretSource::Kind;

constexpr std::array Kinds { Kind::Keychain, Kind::Memory, Kind::Environment, Kind::File };
constexpr int MaxNameChars = 80;
enum Page { ValuePage, VariablePage, FilePage };

QString hintFor(const SecretSource& source)
{
    switch (source.kind) {
    case Kind::Memory:
        return SecretForm::tr("Hookloupe asks for it again when the session is opened the next time.");
    case Kind::Environment:
        return SecretForm::tr("Read from the environment that Hookloupe was started in.");
    case Kind::File:
        return SecretForm::tr("At most 64 KiB; one line end at its end does not count.");
    case Kind::Keychain:
        break;
    }
    return SecretForm::tr("On the command line: keychain:%1").arg(source.place);
}

} // namespace

SecretForm::SecretForm(std::shared_ptr<const ProfileCatalog> catalog, QByteArray provider, QWidget* parent)
    : QWidget(parent)
    , m_catalog(std::move(catalog))
    , m_endpointProvider(std::move(provider))
    , m_name(new QLineEdit(this))
    , m_provider(new ProviderBox(*m_catalog, tr("Provider that it is for"), tr("Any provider"), this))
    , m_place(new QComboBox(this))
    , m_pages(new QStackedWidget(this))
    , m_value(new SecretValueField(this))
    , m_variable(new QLineEdit(this))
    , m_advice(new FieldNote(this))
    , m_clean(new QPushButton(tr("&Clean Up"), this))
    , m_placeNote(new FieldNote(this))
{
    buildFields();
    arrange();
    connectFields();
}

void SecretForm::buildFields()
{
    m_name->setObjectName(u"secretName"_s);
    m_name->setMaxLength(MaxNameChars);
    m_name->setPlaceholderText(tr("live, test, before the rotation\u2026"));
    m_provider->setObjectName(u"secretProvider"_s);
    m_place->setObjectName(u"secretPlace"_s);
    for (const Kind kind : Kinds)
        m_place->addItem(placeName(kind), static_cast<int>(kind));
    m_variable->setObjectName(u"secretVariable"_s);
    m_variable->setPlaceholderText(u"STRIPE_WEBHOOK_SECRET"_s);
    m_variable->setFont(fixedFontLike(font()));
    m_variable->setAccessibleName(tr("Name of the variable"));
    m_pages->addWidget(m_value);
    m_pages->addWidget(m_variable);
    m_pages->addWidget(buildFilePage());
    m_advice->setObjectName(u"secretAdvice"_s);
    m_clean->setObjectName(u"secretClean"_s);
    m_clean->setAutoDefault(false);
    m_clean->hide();
    m_placeNote->setObjectName(u"secretPlaceNote"_s);
    m_placeNote->setTextInteractionFlags(Qt::TextSelectableByMouse);
}

QWidget* SecretForm::buildFilePage()
{
    auto* page = new QWidget(this);
    auto* line = new QHBoxLayout(page);
    line->setContentsMargins(0, 0, 0, 0);
    m_file = new QLineEdit(page);
    m_file->setObjectName(u"secretFile"_s);
    m_file->setAccessibleName(tr("Path of the file"));
    auto* choose = new QPushButton(tr("C&hoose\u2026"), page);
    choose->setAccessibleName(tr("Choose the file"));
    choose->setAutoDefault(false);
    line->addWidget(m_file, 1);
    line->addWidget(choose);
    connect(choose, &QPushButton::clicked, this, &SecretForm::chooseFile);
    return page;
}

QFormLayout* SecretForm::arrange()
{
    auto* form = new QFormLayout(this);
    setUpForm(*form);
    auto* advice = new QHBoxLayout;
    advice->addWidget(m_advice, 1);
    advice->addWidget(m_clean, 0, Qt::AlignTop);
    form->addRow(tr("&Name"), m_name);
    form->addRow(tr("&For"), m_provider);
    form->addRow(tr("&Kept in"), m_place);
    form->addRow(tr("&Value"), m_pages);
    if (auto* label = qobject_cast<QLabel*>(form->labelForField(m_pages)))
        label->setBuddy(m_value);
    form->addRow(QString(), advice);
    form->addRow(QString(), m_placeNote);
    return form;
}

void SecretForm::connectFields()
{
    connect(m_name, &QLineEdit::textEdited, this, &SecretForm::takeFields);
    connect(m_provider, &ProviderBox::providerChosen, this, &SecretForm::takeFields);
    connect(m_variable, &QLineEdit::textEdited, this, &SecretForm::takeFields);
    connect(m_file, &QLineEdit::textEdited, this, &SecretForm::takeFields);
    connect(m_clean, &QPushButton::clicked, this, &SecretForm::cleanUp);
    connect(m_place, &QComboBox::currentIndexChanged, this, [this] {
        const Kind kind = static_cast<Kind>(m_place->currentData().toInt());
        if (!m_isShowing && kind != m_entry.source.kind)
            emit kindChosen(kind);
    });
    connect(m_value, &SecretValueField::edited, this, [this] {
        if (m_isShowing)
            return;
        advise();
        emit valueEdited();
    });
}

void SecretForm::show(const SecretEntry& entry, const QByteArray& entered, bool isKept)
{
    const QScopedValueRollback showing(m_isShowing, true);
    setEnabled(true);
    m_entry = entry;
    m_isKept = isKept;
    m_name->setText(entry.name);
    m_provider->setProvider(entry.profile);
    m_place->setCurrentIndex(m_place->findData(static_cast<int>(entry.source.kind)));
    m_variable->setText(entry.source.kind == Kind::Environment ? entry.source.place : QString());
    m_file->setText(entry.source.kind == Kind::File ? entry.source.place : QString());
    m_value->setValue(entered);
    showPlace();
    advise();
}

void SecretForm::clear()
{
    show({}, {}, false);
    m_placeNote->say(QString());
    setEnabled(false);
}

ProfilePtr SecretForm::profile() const
{
    return m_catalog->find(m_entry.profile.isEmpty() ? m_endpointProvider : m_entry.profile);
}

/// The page for the value follows from where it is kept, and its form from the provider.
void SecretForm::showPlace()
{
    const Kind kind = m_entry.source.kind;
    m_pages->setCurrentIndex(kind == Kind::Environment ? VariablePage : kind == Kind::File ? FilePage : ValuePage);
    const ProfilePtr known = profile();
    const bool isAny = !known || !needsSecret(*known);
    const bool isShared = isAny || takesSharedSecret(*known);
    const bool isPublic = isAny || takesPublicKey(*known);
    m_value->setForm(isShared && isPublic ? SecretValueField::Form::Either
            : isPublic                    ? SecretValueField::Form::PublicKey
                                          : SecretValueField::Form::Secret);
    m_value->setPlaceholder(m_isKept ? tr("Kept. Type here to replace it")
            : isPublic && !isShared  ? tr("The public key as the provider publishes it")
                                     : tr("Paste it here"));
    m_placeNote->say(hintFor(m_entry.source));
}

void SecretForm::takeFields()
{
    if (m_isShowing)
        return;
    m_entry.name = m_name->text().trimmed();
    m_entry.profile = m_provider->provider();
    if (m_entry.source.kind == Kind::Environment)
        m_entry.source.place = m_variable->text().trimmed();
    else if (m_entry.source.kind == Kind::File)
        m_entry.source.place = m_file->text();
    showPlace();
    advise();
    emit edited();
}

QByteArray SecretForm::value() const
{
    return m_value->value();
}

void SecretForm::cleanUp()
{
    m_value->setValue(cleanedSecret(m_value->value()));
    advise();
    emit valueEdited();
    focusValue();
}

void SecretForm::chooseFile()
{
    const QString file = QFileDialog::getOpenFileName(this, tr("Choose the File of the Secret"), m_file->text());
    if (file.isEmpty())
        return;
    m_file->setText(file);
    takeFields();
}

void SecretForm::advise()
{
    QStringList sentences;
    Tone tone = Tone::Info;
    const QByteArray value = m_pages->currentIndex() == ValuePage ? m_value->value() : QByteArray();
    const ProfilePtr known = profile();
    for (const SecretOddity oddity : secretOddities(value, known.get())) {
        if (oddity != SecretOddity::PrefixLeftOff)
            tone = Tone::Warning;
        sentences << oddityText(
            oddity, known ? known->name : QString(), known ? prefixLeftOff(value, *known) : QByteArray());
    }
    m_advice->say(sentences.join(u' '), tone);
    m_clean->setVisible(tone == Tone::Warning && cleanedSecret(value) != value);
}

void SecretForm::setPlace(const QString& place)
{
    m_entry.source.place = place;
    m_placeNote->say(hintFor(m_entry.source));
}

void SecretForm::setKeyringEnabled(bool isEnabled)
{
    auto* items = qobject_cast<QStandardItemModel*>(m_place->model());
    const int keyring = m_place->findData(static_cast<int>(Kind::Keychain));
    if (items && keyring >= 0)
        items->item(keyring)->setEnabled(isEnabled);
}

void SecretForm::focusName()
{
    m_name->setFocus();
    m_name->selectAll();
}

void SecretForm::focusValue()
{
    m_value->fieldForFocus()->setFocus();
}

} // namespace hookloupe
