<%@ Page Language="C#" AutoEventWireup="true" Inherits="Maple.Sample.SignOutPage" EnableViewState="false" %>
<%-- Sends the browser to the page that ends the session. --%>
<!DOCTYPE html>
<html lang="en">
<head>
<meta http-equiv="refresh" content="0; url=/owa/logoff.owa" />
<title>Signing out</title>
</head>
<body><p>Signing out&hellip;</p></body>
</html>
