// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoints/secretsdialog.h"

#include "endpoint/endpointdefinition.h"
#include "endpoints/formparts.h"
#include "endpoints/secretform.h"
#include "messages/quantities.h"
#include "messages/secretsentences.h"
#include "signature/secrets/secretstore.h"
#include "theme/theme.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QMessageBox>
#include <QPointer>
#include <QPushButton>
#include <QRandomGenerator>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

using Kind = SecretSource::Kind;

constexpr qsizetype MaxPlaceWordChars = 24;

bool isEnteredHere(Kind kind)
{
    return kind == Kind::Keychain || kind == Kind::Memory;
}

SecretsDialog::Removal askRemoval(QWidget* window, const QString& name)
{
    QMessageBox box(QMessageBox::NoIcon, SecretsDialog::tr("Remove Secret"),
        SecretsDialog::tr("Remove \u201C%1\u201D from this endpoint?").arg(name), QMessageBox::Cancel, window);
    box.setTextFormat(Qt::PlainText);
    box.setInformativeText(SecretsDialog::tr("Its value is in the system\u2019s keyring. Another session may use it as "
                                             "well, a copy of this one for example."));
    const QPushButton* both
        = box.addButton(SecretsDialog::tr("Remove and &Delete the Value"), QMessageBox::DestructiveRole);
    const QPushButton* here = box.addButton(SecretsDialog::tr("&Remove Here Only"), QMessageBox::AcceptRole);
    box.exec();
    return box.clickedButton() == both ? SecretsDialog::Removal::AndFromKeyring
        : box.clickedButton() == here  ? SecretsDialog::Removal::Here
                                       : SecretsDialog::Removal::Nothing;
}

/// Lower case letters, digits and hyphens of a text, so that it can be typed on a command line.
QString asWord(const QString& text)
{
    QString word;
    for (const QChar character : text.toLower()) {
        const bool isPlain = (character >= u'a' && character <= u'z') || (character >= u'0' && character <= u'9');
        if (isPlain)
            word += character;
        else if (!word.isEmpty() && !word.endsWith(u'-'))
            word += u'-';
    }
    word.truncate(MaxPlaceWordChars);
    while (word.endsWith(u'-'))
        word.chop(1);
    return word;
}

} // namespace

SecretsDialog::SecretsDialog(const Endpoint& endpoint, std::shared_ptr<const ProfileCatalog> catalog,
    SecretStore& store, const EnteredSecrets& entered, QWidget* parent)
    : QDialog(parent)
    , m_endpoint(endpoint)
    , m_catalog(std::move(catalog))
    , m_store(store)
    , m_earlier(entered)
    , m_model(m_catalog, endpoint.secrets)
    , m_askRemoval(askRemoval)
    , m_table(new QTableView(this))
    , m_form(new SecretForm(m_catalog, endpoint.profile, this))
    , m_keyringNote(new FieldNote(this))
    , m_problem(new FieldNote(this))
{
    setObjectName(u"secretsDialog"_s);
    setWindowTitle(endpoint.id == EndpointId {} ? tr("Secrets for Every Other Request")
                                                : tr("Secrets of %1").arg(shownBytes(endpoint.path)));
    buildList();
    connectForm();
    m_keyringNote->setObjectName(u"secretKeyringNote"_s);
    m_problem->setObjectName(u"secretProblem"_s);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(8);
    column->addWidget(m_table, 1);
    column->addWidget(buildButtons());
    column->addWidget(m_keyringNote);
    column->addWidget(m_form);
    column->addWidget(m_problem);
    auto* lasting = new FieldNote(this);
    lasting->say(tr("The session keeps names and places, never values. Nor do exports and logs."));
    column->addWidget(lasting);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    m_ok = buttons->button(QDialogButtonBox::Ok);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    column->addWidget(buttons);
    resize(640, 560);
    connect(&m_store, &SecretStore::keyringProbed, this, &SecretsDialog::noteKeyring);
    for (int i = 0; i < m_model.rowCount(); ++i)
        lookFor(i);
    m_table->selectRow(0);
    showRow();
    if (m_model.rowCount() == 0)
        addSecret();
    m_store.probeKeyring();
}

SecretsDialog::~SecretsDialog()
{
    // A field that loses the focus on its way out reports what was entered; the list must still be there, and quiet.
    disconnect(m_form, nullptr, this, nullptr);
    disconnect(m_table->selectionModel(), nullptr, this, nullptr);
    qDeleteAll(findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly));
}

void SecretsDialog::buildList()
{
    m_table->setObjectName(u"secretList"_s);
    setUpEntryTable(*m_table, tr("Secrets of the endpoint"));
    m_table->setModel(&m_model);
    m_table->setMinimumHeight(rowHeightFor(font()) * 4);
    QHeaderView* header = m_table->horizontalHeader();
    header->setSectionResizeMode(QHeaderView::Interactive);
    header->setSectionResizeMode(SecretModel::NameColumn, QHeaderView::Stretch);
    header->resizeSection(SecretModel::ProviderColumn, 130);
    header->resizeSection(SecretModel::PlaceColumn, 170);
    header->resizeSection(SecretModel::PresenceColumn, 120);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] { showRow(); });
}

QWidget* SecretsDialog::buildButtons()
{
    auto* row = new QWidget(this);
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    m_add = new QPushButton(tr("&Add"), row);
    m_add->setObjectName(u"secretAdd"_s);
    m_remove = new QPushButton(tr("Re&move"), row);
    m_remove->setObjectName(u"secretRemove"_s);
    for (QPushButton* button : { m_add, m_remove })
        button->setAutoDefault(false);
    line->addWidget(m_add);
    line->addWidget(m_remove);
    line->addStretch(1);
    connect(m_add, &QPushButton::clicked, this, &SecretsDialog::addSecret);
    connect(m_remove, &QPushButton::clicked, this, &SecretsDialog::removeSecret);
    return row;
}

int SecretsDialog::row() const
{
    const QModelIndex current = m_table->currentIndex();
    return current.isValid() ? current.row() : -1;
}

std::optional<QByteArray> SecretsDialog::knownValue(const SecretSource& source) const
{
    if (std::optional<QByteArray> value = m_entered.find(source))
        return value;
    if (std::optional<QByteArray> value = m_earlier.find(source))
        return value;
    return m_store.held(source);
}

QString SecretsDialog::freshPlace(const QString& name) const
{
    const QString provider = asWord(QString::fromUtf8(m_endpoint.profile));
    const QString number = u"%1"_s.arg(QRandomGenerator::system()->generate() & 0xffffffU, 6, 16, QLatin1Char('0'));
    QStringList words { provider, asWord(name), number };
    words.removeAll(QString());
    return words.join(u'-');
}

void SecretsDialog::addSecret()
{
    SecretEntry entry;
    entry.name = m_model.freeName();
    entry.profile = m_endpoint.profile;
    const Kind kind = m_hasKeyring ? Kind::Keychain : Kind::Memory;
    entry.source = { kind, freshPlace(entry.name) };
    const int added = m_model.add(entry);
    m_model.setPresence(added, SecretPresence::Missing, tr("to be entered"));
    m_table->selectRow(added);
    m_form->focusName();
    check();
}

void SecretsDialog::removeSecret()
{
    const int removed = row();
    if (removed < 0)
        return;
    const SecretEntry entry = m_model.at(removed);
    const bool wasKept = m_model.presence(removed) == SecretPresence::Here;
    if (entry.source.kind == Kind::Keychain && wasKept) {
        const Removal removal = m_askRemoval(this, entry.name);
        if (removal == Removal::Nothing)
            return;
        if (removal == Removal::AndFromKeyring)
            m_entered.forget(entry.source);
    }
    m_entered.put(entry.source, {});
    m_model.remove(removed);
    showRow();
    check();
}

void SecretsDialog::connectForm()
{
    connect(m_form, &SecretForm::edited, this, [this] { take(m_form->entry()); });
    connect(m_form, &SecretForm::kindChosen, this, &SecretsDialog::takeKind);
    connect(m_form, &SecretForm::valueEdited, this, [this] {
        if (row() < 0)
            return;
        m_entered.put(m_model.at(row()).source, m_form->value());
        lookFor(row());
        check();
    });
}

void SecretsDialog::showRow()
{
    const int shown = row();
    m_remove->setEnabled(shown >= 0);
    if (shown < 0) {
        m_form->clear();
        return;
    }
    const SecretEntry& entry = m_model.at(shown);
    m_form->show(entry, m_entered.find(entry.source).value_or(QByteArray()), knownValue(entry.source).has_value());
}

void SecretsDialog::take(SecretEntry entry)
{
    if (row() < 0)
        return;
    const bool isRenamed = entry.name != m_model.at(row()).name;
    if (isRenamed && isNew(entry) && isEnteredHere(entry.source.kind)) {
        // Nothing is kept there yet, so the place may follow the name.
        const QByteArray value = m_entered.find(entry.source).value_or(QByteArray());
        m_entered.put(entry.source, {});
        entry.source.place = freshPlace(entry.name);
        m_entered.put(entry.source, value);
        m_form->setPlace(entry.source.place);
    }
    const bool isMoved = entry.source != m_model.at(row()).source;
    m_model.set(row(), std::move(entry));
    if (isMoved)
        lookFor(row());
    check();
}

/// Another kind of place: the value goes along where it is known.
void SecretsDialog::takeKind(Kind kind)
{
    if (row() < 0)
        return;
    SecretEntry entry = m_model.at(row());
    const std::optional<QByteArray> value = knownValue(entry.source);
    m_entered.put(entry.source, {});
    entry.source = { kind, isEnteredHere(kind) ? freshPlace(entry.name) : QString() };
    if (value && isEnteredHere(kind))
        m_entered.put(entry.source, *value);
    m_model.set(row(), entry);
    lookFor(row());
    showRow();
    check();
}

bool SecretsDialog::isNew(const SecretEntry& entry) const
{
    return std::none_of(m_endpoint.secrets.begin(), m_endpoint.secrets.end(),
        [&entry](const SecretEntry& known) { return known.source == entry.source; });
}

void SecretsDialog::showMissing()
{
    for (int i = 0; i < m_model.rowCount(); ++i) {
        if (m_model.presence(i) == SecretPresence::Missing) {
            m_table->selectRow(i);
            if (isEnteredHere(m_model.at(i).source.kind))
                m_form->focusValue();
            return;
        }
    }
}

void SecretsDialog::lookFor(int looked)
{
    const SecretSource source = m_model.at(looked).source;
    if (m_entered.find(source) || m_earlier.find(source)) {
        m_model.setPresence(looked, SecretPresence::Entered);
        return;
    }
    if (source.place.isEmpty()) {
        m_model.setPresence(looked, SecretPresence::Missing, tr("to be entered"));
        return;
    }
    m_model.setPresence(looked, SecretPresence::Unknown);
    m_store.find(source, [self = QPointer(this), source](const Result<QByteArray, SecretError>& value) {
        if (!self)
            return;
        for (int i = 0; i < self->m_model.rowCount(); ++i) {
            if (self->m_model.at(i).source != source || self->m_model.presence(i) == SecretPresence::Entered)
                continue;
            if (value)
                self->m_model.setPresence(i, SecretPresence::Here);
            else
                self->m_model.setPresence(i, SecretPresence::Missing, shortReason(value.error()));
        }
        self->check();
    });
}

void SecretsDialog::noteKeyring(bool isThere, const QString& reason)
{
    m_hasKeyring = isThere;
    m_form->setKeyringEnabled(isThere);
    if (isThere) {
        m_keyringNote->say(QString());
        return;
    }
    m_keyringNote->say(tr("There is no keyring to keep secrets in (%1). They can stay in memory until Hookloupe ends, "
                          "or be read from a "
                          "variable or a file.")
                           .arg(reason),
        Tone::Warning);
    moveToMemory();
}

/// What was just added goes to where it can be kept.
void SecretsDialog::moveToMemory()
{
    for (int i = 0; i < m_model.rowCount(); ++i) {
        SecretEntry entry = m_model.at(i);
        if (entry.source.kind != Kind::Keychain || !isNew(entry))
            continue;
        const QByteArray value = m_entered.find(entry.source).value_or(QByteArray());
        m_entered.put(entry.source, {});
        entry.source.kind = Kind::Memory;
        m_entered.put(entry.source, value);
        m_model.set(i, entry);
    }
    showRow();
}

void SecretsDialog::check()
{
    QString problem;
    bool isUnfinished = false; // nothing is wrong, something is yet to come
    for (int i = 0; i < m_model.rowCount() && problem.isEmpty(); ++i) {
        const SecretEntry& entry = m_model.at(i);
        if (entry.name.isEmpty()) {
            problem = tr("Give the secret a name.");
        } else if (!m_model.isNameFree(i, entry.name)) {
            problem = tr("Two secrets are called %1.").arg(entry.name);
        } else if (entry.source.place.isEmpty()) {
            problem = tr("Say where %1 is to be read from.").arg(entry.name);
            isUnfinished = true;
        } else if (isNew(entry) && isEnteredHere(entry.source.kind) && !m_entered.find(entry.source)) {
            problem = tr("Enter the value of %1, or remove it.").arg(entry.name);
            isUnfinished = true;
        }
    }
    m_add->setEnabled(m_model.rowCount() < static_cast<int>(EndpointLimits::MaxSecrets));
    m_problem->say(problem, isUnfinished ? std::nullopt : std::optional(Tone::Danger));
    if (m_ok)
        m_ok->setEnabled(problem.isEmpty());
}

} // namespace hookloupe
