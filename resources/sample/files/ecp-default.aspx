<%@ Page Language="C#" MasterPageFile="~/CommonMaster.Master" AutoEventWireup="true" Inherits="Maple.Sample.AdminDefaultPage" %>
<%@ Register TagPrefix="ecp" Namespace="Maple.Sample.Controls" Assembly="Maple.Sample" %>
<asp:Content ID="content" ContentPlaceHolderID="ResultPanePlaceHolder" runat="server">
    <ecp:NavigationTree ID="navigation" runat="server" AccessibleName="Exchange admin center" />
    <ecp:FeaturePane ID="pane" runat="server" DefaultFeature="recipients/mailboxes" />
</asp:Content>
