// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/prettyview.h"

#include "bytes/codeview.h"
#include "bytes/pagedtextview.h"
#include "bytes/slicesource.h"
#include "bytes/visibletext.h"
#include "messages/exactsize.h"
#include "messages/quantities.h"
#include "models/headersmodel.h"
#include "widgets/byteviewer.h"
#include "widgets/headertable.h"

#include <QApplication>
#include <QClipboard>
#include <QItemSelectionModel>
#include <QLabel>
#include <QSplitter>
#include <QVBoxLayout>

namespace hookloupe {

using namespace Qt::StringLiterals;

PrettyView::PrettyView(QWidget* parent)
    : QStackedWidget(parent)
    , m_code(new CodeView(this))
    , m_paged(new PagedTextView(this))
{
    m_paged->setObjectName(u"prettyText"_s);
    m_paged->setAccessibleName(tr("Formatted body"));
    addWidget(m_code);
    addWidget(m_paged);
    m_tablePage = makeTablePage();
    addWidget(m_tablePage);
}

QWidget* PrettyView::makeTablePage()
{
    auto* halves = new QSplitter(Qt::Vertical, this);
    halves->setChildrenCollapsible(false);
    m_rows = new HeadersModel(this);
    m_table = new HeaderTable(halves);
    m_table->setObjectName(u"bodyTable"_s);
    m_table->setAccessibleName(tr("Fields or parts of the body"));
    m_table->setModel(m_rows);
    m_partBox = new QWidget(halves);
    m_partTitle = new QLabel(m_partBox);
    m_partTitle->setTextFormat(Qt::PlainText);
    m_partTitle->setContentsMargins(8, 6, 8, 0);
    m_part = new ByteViewer(m_partBox);
    m_part->setObjectName(u"partBytes"_s);
    auto* column = new QVBoxLayout(m_partBox);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_partTitle);
    column->addWidget(m_part, 1);
    halves->addWidget(m_table);
    halves->addWidget(m_partBox);
    halves->setStretchFactor(1, 2);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &PrettyView::showSelectedPart);
    return halves;
}

void PrettyView::showBody(const PrettyBody& body, const DecodedBody& decoded)
{
    m_body = decoded.bytes;
    m_parts.clear();
    if (decoded.type.kind == BodyKind::Form)
        showFields(body.fields);
    else if (decoded.type.kind == BodyKind::Multipart)
        showParts(body.parts);
    else
        showText(body.text, decoded.type.kind);
    setFocusProxy(currentWidget() == m_tablePage ? m_table : currentWidget());
}

void PrettyView::showText(const QByteArray& text, BodyKind kind)
{
    m_shownText = sourceOf(text);
    const bool isShort = CodeView::canShow(text);
    m_paged->setSource(isShort ? nullptr : m_shownText);
    m_code->setText(
        isShort ? text : QByteArray(), kind == BodyKind::Xml ? CodeView::Language::Xml : CodeView::Language::Json);
    setCurrentWidget(isShort ? static_cast<QWidget*>(m_code) : m_paged);
}

void PrettyView::showFields(const std::vector<FormField>& fields)
{
    HeaderList rows;
    for (const FormField& field : fields)
        rows.emplace_back(field.name, field.value);
    m_rows->setTitles(tr("Field"), tr("Value"));
    m_rows->setRows(headerRows(rows));
    m_partBox->hide();
    setCurrentWidget(m_tablePage);
    m_table->fitNames();
}

void PrettyView::showParts(const std::vector<MultipartPart>& parts)
{
    HeaderList rows;
    for (const MultipartPart& part : parts) {
        const QByteArray type = part.header("Content-Type");
        const QByteArray file = part.dispositionParameter("filename");
        QByteArray about = file.isEmpty() ? QByteArray() : file + ", ";
        about += type.isEmpty() ? QByteArray() : type + ", ";
        about += sizeText(part.size).toUtf8();
        if (!part.isEnded)
            about += ", " + tr("not ended").toUtf8();
        rows.emplace_back(part.dispositionParameter("name"), about);
    }
    m_parts = parts;
    m_rows->setTitles(tr("Part"), tr("Content"));
    m_rows->setRows(headerRows(rows));
    m_partBox->setVisible(!parts.empty());
    setCurrentWidget(m_tablePage);
    m_table->fitNames();
    m_table->setCurrentIndex(m_rows->index(0, 0));
}

void PrettyView::showSelectedPart()
{
    const auto row = static_cast<std::size_t>(m_table->currentIndex().row());
    if (row >= m_parts.size())
        return;
    const MultipartPart& part = m_parts[row];
    const ByteSourcePtr bytes = sliceOf(m_body, part.offset, part.size);
    const BodyType type = bodyTypeOf(part.header("Content-Type"), bytes->read(0, SniffedBytes), bytes->size());
    m_part->setForm(type.kind == BodyKind::Binary ? BytePane::Form::Hex : BytePane::Form::Text);
    const QString file = visibleLine(QByteArrayView(part.dispositionParameter("filename")));
    m_part->setSource(bytes, file.isEmpty() ? u"part-%1"_s.arg(row + 1) : file.section(u'/', -1));
    m_partTitle->setText(tr("Part %1 of %2").arg(row + 1).arg(m_parts.size()));
}

FindBar::Target PrettyView::findTarget() const
{
    if (currentWidget() == m_code) {
        CodeView* code = m_code;
        return { m_shownText, [code](qint64 begin, qint64 end) { code->select(begin, end); },
            [code] { return code->caret(); }, code };
    }
    if (currentWidget() == m_paged) {
        PagedTextView* paged = m_paged;
        return { m_shownText, [paged](qint64 begin, qint64 end) { paged->select(begin, end); },
            [paged] { return paged->caret(); }, paged };
    }
    return { nullptr, [](qint64, qint64) {}, [] { return qint64(0); }, m_table };
}

void PrettyView::copy()
{
    if (currentWidget() == m_code && m_code->hasSelection())
        m_code->copy();
    else if (currentWidget() == m_paged && m_paged->hasSelection())
        m_paged->copy();
    else if (currentWidget() == m_tablePage)
        QApplication::clipboard()->setText(m_rows->allText());
    else if (m_shownText)
        QApplication::clipboard()->setText(QString::fromUtf8(m_shownText->read(0, ByteView::CopyBytes)));
}

} // namespace hookloupe
