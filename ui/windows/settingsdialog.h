// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settings/settings.h"

#include <QDialog>

#include <functional>
#include <vector>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QSpinBox;
class QTabWidget;

namespace hookloupe {

class SettingsStore;

/// The preferences. Nothing is stored before OK, and nothing that cannot be used.
class SettingsDialog final : public QDialog {
    Q_OBJECT

public:
    explicit SettingsDialog(SettingsStore& store, QWidget* parent = nullptr);

    void accept() override;

private:
    QWidget* buildCapture();
    QWidget* buildTls();
    QWidget* buildLimits();
    QWidget* buildKeeping();
    QWidget* buildNotices();
    QWidget* buildLook();
    QSpinBox* addNumber(QFormLayout* form, const QString& label, const Setting<int>& setting, int least, int most,
        const QString& suffix, const QString& special = {});
    QComboBox* addChoice(
        QFormLayout* form, const QString& label, const Setting<int>& setting, const QStringList& choices);
    QCheckBox* addCheck(QFormLayout* form, const QString& text, const Setting<bool>& setting);
    QLineEdit* addFile(QFormLayout* form, const QString& label, const Setting<QLatin1StringView>& setting);
    void checkAddresses();

    SettingsStore& m_store;
    QTabWidget* m_tabs;
    QPlainTextEdit* m_addresses = nullptr;
    QLabel* m_addressVerdict = nullptr;
    QPushButton* m_ok = nullptr;
    std::vector<std::function<void()>> m_save;
};

} // namespace hookloupe
