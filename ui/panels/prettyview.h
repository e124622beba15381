// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bytes/findbar.h"
#include "panels/bodywork.h"

#include <QStackedWidget>

class QLabel;

namespace hookloupe {

class ByteViewer;
class CodeView;
class HeadersModel;
class HeaderTable;
class PagedTextView;

/// A body made easy to read: coloured text, a table of fields, or a list of parts with the one that is selected.
class PrettyView final : public QStackedWidget {
    Q_OBJECT

public:
    explicit PrettyView(QWidget* parent = nullptr);

    /// \param body  must have something to show
    void showBody(const PrettyBody& body, const DecodedBody& decoded);
    FindBar::Target findTarget() const;
    void copy();

private:
    QWidget* makeTablePage();
    void showText(const QByteArray& text, BodyKind kind);
    void showFields(const std::vector<FormField>& fields);
    void showParts(const std::vector<MultipartPart>& parts);
    void showSelectedPart();

    CodeView* m_code = nullptr;
    PagedTextView* m_paged = nullptr; ///< for text that is too much for m_code
    QWidget* m_tablePage = nullptr;
    HeadersModel* m_rows = nullptr;
    HeaderTable* m_table = nullptr;
    QWidget* m_partBox = nullptr;
    QLabel* m_partTitle = nullptr;
    ByteViewer* m_part = nullptr;
    ByteSourcePtr m_body;
    ByteSourcePtr m_shownText; ///< what m_code or m_paged shows
    std::vector<MultipartPart> m_parts;
};

} // namespace hookloupe
