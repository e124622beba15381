// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoints/endpointsdialog.h"

#include "endpoint/pathpattern.h"
#include "endpoints/endpointform.h"
#include "endpoints/formparts.h"
#include "endpoints/secretsdialog.h"
#include "messages/quantities.h"
#include "response/responsedialog.h"
#include "theme/theme.h"
#include "widgets/messagestrip.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <memory>

namespace hookloupe {

using namespace Qt::StringLiterals;

EndpointsDialog::EndpointsDialog(std::shared_ptr<const ProfileCatalog> catalog, SecretStore& secrets,
    const std::vector<Endpoint>& endpoints, CapturedDeliveries captured, EndpointId firstFree, QWidget* parent)
    : QDialog(parent)
    , m_catalog(std::move(catalog))
    , m_secrets(secrets)
    , m_model(m_catalog, endpoints, std::move(captured), firstFree)
    , m_table(new QTableView(this))
    , m_form(new EndpointForm(m_catalog, this))
    , m_strip(new MessageStrip(this))
    , m_problem(new FieldNote(this))
{
    setObjectName(u"endpointsDialog"_s);
    setWindowTitle(tr("Endpoints"));
    m_table->setObjectName(u"endpointList"_s);
    setUpEntryTable(*m_table, tr("Endpoints"));
    m_table->setModel(&m_model);
    m_table->setMinimumHeight(rowHeightFor(font()) * 4);
    QHeaderView* header = m_table->horizontalHeader();
    header->setSectionResizeMode(QHeaderView::Interactive);
    header->setSectionResizeMode(EndpointModel::PathColumn, QHeaderView::Stretch);
    header->setMinimumSectionSize(48);
    const int digit = fontMetrics().horizontalAdvance(u'0');
    const std::array<int, EndpointModel::ColumnCount> widths { 0, 9, 20, 10, 18, 12 };
    for (int column = 1; column < EndpointModel::ColumnCount; ++column)
        header->resizeSection(column, widths[static_cast<std::size_t>(column)] * digit);

    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(m_form);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    m_ok = buttons->button(QDialogButtonBox::Ok);
    m_problem->setObjectName(u"endpointsProblem"_s);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(8);
    column->addWidget(m_table, 2);
    column->addWidget(buildButtons());
    column->addWidget(m_strip);
    column->addWidget(scroll, 3);
    column->addWidget(m_problem);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        [this](const QModelIndex& current) { showRow(current.isValid() ? current.row() : -1); });
    connect(m_form, &EndpointForm::edited, this, [this] {
        if (row() < 0)
            return;
        m_model.set(row(), m_form->endpoint());
        noteTaken();
        updateButtons();
    });
    connect(m_form, &EndpointForm::secretsRequested, this, [this] { askForSecrets(false); });
    connect(m_form, &EndpointForm::responseRequested, this, &EndpointsDialog::askForResponse);
    resize(780, 640);
    select(0);
}

EndpointsDialog::~EndpointsDialog()
{
    // A field that loses the focus on its way out reports what was entered; the list must still be there.
    disconnect(m_form, nullptr, this, nullptr);
    disconnect(m_table->selectionModel(), nullptr, this, nullptr);
    qDeleteAll(findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly));
}

QPushButton* EndpointsDialog::addButton(QWidget* row, const QString& text, const char* name)
{
    auto* button = new QPushButton(text, row);
    button->setObjectName(QString::fromLatin1(name));
    button->setAutoDefault(false);
    row->layout()->addWidget(button);
    return button;
}

QWidget* EndpointsDialog::buildButtons()
{
    auto* row = new QWidget(this);
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    m_add = addButton(row, tr("&Add"), "endpointAdd");
    m_duplicate = addButton(row, tr("Dup&licate"), "endpointDuplicate");
    m_remove = addButton(row, tr("Re&move"), "endpointRemove");
    line->addStretch(1);
    m_up = addButton(row, tr("Up"), "endpointUp");
    m_down = addButton(row, tr("Down"), "endpointDown");
    m_up->setAccessibleName(tr("Move the endpoint up"));
    m_down->setAccessibleName(tr("Move the endpoint down"));
    const QString order = tr("The most specific path counts; among equals the upper one.");
    m_up->setToolTip(order);
    m_down->setToolTip(order);
    connect(m_add, &QPushButton::clicked, this, &EndpointsDialog::add);
    connect(m_duplicate, &QPushButton::clicked, this, &EndpointsDialog::duplicate);
    connect(m_remove, &QPushButton::clicked, this, &EndpointsDialog::remove);
    connect(m_up, &QPushButton::clicked, this, [this] { move(-1); });
    connect(m_down, &QPushButton::clicked, this, [this] { move(1); });
    return row;
}

int EndpointsDialog::row() const
{
    const QModelIndex current = m_table->currentIndex();
    return current.isValid() ? current.row() : -1;
}

void EndpointsDialog::select(int row)
{
    m_table->selectRow(row);
    m_table->scrollTo(m_model.index(row, 0));
    showRow(row);
}

void EndpointsDialog::show(EndpointId id)
{
    if (const int found = m_model.rowOf(id); found >= 0)
        select(found);
}

void EndpointsDialog::showRow(int row)
{
    if (row >= 0) {
        m_form->show(m_model.at(row), m_model.isDefault(row));
        noteTaken();
    }
    updateButtons();
}

void EndpointsDialog::noteTaken()
{
    const int shown = row();
    if (m_model.isTwin(shown)) {
        m_form->noteTaken(tr("Another endpoint has this path and method already."), Tone::Warning);
        return;
    }
    if (m_model.captured() == 0) {
        m_form->noteTaken(m_model.isDefault(shown) ? QString() : tr("A good path."), Tone::Ok);
        return;
    }
    const QString text
        = tr("Takes %1 of %2 captured deliveries.").arg(countText(m_model.taken(shown)), countText(m_model.captured()));
    m_form->noteTaken(text, m_model.taken(shown) > 0 ? std::optional(Tone::Ok) : std::nullopt);
}

void EndpointsDialog::add()
{
    Endpoint endpoint;
    endpoint.path = "/hooks";
    for (int number = 2; std::any_of(m_model.endpoints().begin(), m_model.endpoints().end(),
             [&](const Endpoint& other) { return other.path == endpoint.path; });
         ++number)
        endpoint.path = "/hooks" + QByteArray::number(number);
    select(m_model.add(std::move(endpoint)));
    m_form->focusPath();
}

void EndpointsDialog::propose(Endpoint endpoint)
{
    if (m_model.isFull()) {
        m_strip->showMessage({ .tone = Tone::Warning,
            .text = tr("A session has at most %1 endpoints. Remove one first.").arg(countText(m_model.rowCount())) });
        return;
    }
    const auto takesIt = [&endpoint](const Endpoint& known) {
        const auto pattern = PathPattern::parse(known.path);
        return pattern && pattern->match(endpoint.path) && (known.method.isEmpty() || known.method == endpoint.method);
    };
    const auto last = m_model.endpoints().end() - 1;
    const auto known = std::find_if(m_model.endpoints().begin(), last, takesIt);
    const bool isTaken = known != last;
    const EndpointId takingId = isTaken ? known->id : EndpointId {};
    const QString takingPath = isTaken ? shownBytes(known->path) : QString();
    const int added = m_model.add(std::move(endpoint));
    const EndpointId addedId = m_model.at(added).id;
    select(added);
    m_form->focusPath();
    if (!isTaken)
        return;
    m_strip->showMessage({ .tone = Tone::Warning,
        .text
        = tr("%1 takes this delivery already. The new endpoint takes it only if its path says more.").arg(takingPath),
        .actionText = tr("Use That One"),
        .action =
            [this, addedId, takingId] {
                if (const int drop = m_model.rowOf(addedId); drop >= 0)
                    m_model.take(drop);
                show(takingId);
            },
        .isLasting = true });
}

void EndpointsDialog::duplicate()
{
    if (row() < 0)
        return;
    select(m_model.duplicate(row()));
    m_form->focusPath();
}

void EndpointsDialog::remove()
{
    const int removed = row();
    if (removed < 0 || m_model.isDefault(removed))
        return;
    const auto taken = std::make_shared<Endpoint>(m_model.take(removed));
    m_strip->showMessage({ .text = tr("%1 removed.").arg(shownBytes(taken->path)),
        .actionText = tr("Undo"),
        .action =
            [this, taken, removed] {
                const int back = std::min(removed, m_model.rowCount() - 1);
                m_model.restore(back, *taken);
                select(back);
            },
        .isLasting = true });
    select(std::min(removed, m_model.rowCount() - 1));
}

void EndpointsDialog::move(int step)
{
    const int from = row();
    if (!m_model.canMove(from, step))
        return;
    m_model.move(from, step);
    updateButtons();
}

void EndpointsDialog::askForSecrets(bool atMissing)
{
    const int edited = row();
    auto* dialog = new SecretsDialog(m_model.at(edited), m_catalog, m_secrets, m_entered, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (atMissing)
        dialog->showMissing();
    connect(dialog, &QDialog::accepted, this, [this, dialog, id = m_model.at(edited).id] {
        m_entered.merge(dialog->takeEntered());
        const int back = m_model.rowOf(id);
        if (back < 0)
            return;
        Endpoint endpoint = m_model.at(back);
        endpoint.secrets = dialog->entries();
        m_model.set(back, std::move(endpoint));
        showRow(row());
    });
    dialog->open();
}

void EndpointsDialog::showMissingSecret(EndpointId id)
{
    show(id);
    askForSecrets(true);
}

void EndpointsDialog::focusSetting(const QByteArray& name)
{
    if (m_form->focusParameter(name))
        return;
    m_strip->showMessage({ .tone = Tone::Info,
        .text = tr("Choose the provider of the endpoint: it then asks for the setting \u201C%1\u201D.")
                    .arg(shownBytes(name)) });
}

void EndpointsDialog::askForResponse()
{
    const Endpoint& endpoint = m_model.at(row());
    auto* dialog = new ResponseDialog(endpoint.response.value_or(ResponseSequence()), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, id = endpoint.id] {
        const int back = m_model.rowOf(id);
        if (back < 0)
            return;
        Endpoint changed = m_model.at(back);
        changed.response = dialog->response();
        m_model.set(back, std::move(changed));
        showRow(row());
    });
    dialog->open();
}

void EndpointsDialog::setReadOnly()
{
    m_isReadOnly = true;
    m_form->setReadOnly(true);
    m_problem->say(tr("Another Hookloupe writes this session: its endpoints can only be changed there."), Tone::Info);
    updateButtons();
}

void EndpointsDialog::updateButtons()
{
    const int shown = row();
    m_add->setEnabled(!m_isReadOnly && !m_model.isFull());
    m_duplicate->setEnabled(!m_isReadOnly && !m_model.isFull() && shown >= 0);
    m_remove->setEnabled(!m_isReadOnly && shown >= 0 && !m_model.isDefault(shown));
    m_up->setEnabled(!m_isReadOnly && m_model.canMove(shown, -1));
    m_down->setEnabled(!m_isReadOnly && m_model.canMove(shown, 1));
    if (m_isReadOnly) {
        m_ok->setEnabled(false);
        return;
    }
    const QString problem = m_model.problem();
    m_problem->say(problem, Tone::Danger);
    m_ok->setEnabled(problem.isEmpty());
}

} // namespace hookloupe
